// SPDX-License-Identifier: Apache-2.0
//! Random steps and questions over few codes, so that they meet each other often.

use super::*;
use proptest::{
	option,
	sample::{select, subsequence},
};

fn quarters(range: core::ops::Range<u64>) -> impl Strategy<Value = Moment> {
	// Starts a little before the clock does, so that periods lie in the past too.
	range.prop_map(|count| START - 2 * QUARTER + count * QUARTER)
}

fn days(range: core::ops::Range<i32>) -> impl Strategy<Value = Day> {
	// Around 1970, so that days before it are met too.
	range.prop_map(Day)
}

fn codes<
	W: Clone + core::fmt::Debug + 'static,
	S: polkadot_sdk::frame_support::traits::Get<u32>,
>(
	codes: &'static [W],
	least: usize,
) -> impl Strategy<Value = BoundedVec<W, S>> {
	prop_oneof![Just(codes.to_vec()), subsequence(codes, least..=codes.len()),].prop_map(list)
}

/// Few, so that provisions name who asks. An organisation's own account asks, too.
fn asker() -> impl Strategy<Value = AccountId> {
	select(&[DORA, DORA, EMIL, CLINIC][..])
}

fn terms() -> impl Strategy<Value = Terms> {
	let actor = prop_oneof![
		4 => select(&ACCOUNTS[..]).prop_map(Actor::Account),
		4 => select(&ORGANISATIONS[..]).prop_map(Actor::MembersOf),
		3 => (subsequence(WorkClass::ALL, 0..=2), option::of(asker())).prop_map(|(classes, asker)| {
			Actor::DecisionSupport { classes: classes.into_iter().collect(), asker }
		}),
		1 => Just(Actor::Study(StudyId(1))),
	];
	let named = |least| {
		(
			codes(&[Action::Access, Action::Collect], least),
			codes(&[Category::Condition, Category::Genomics], least),
			codes(&[Compartment::General, Compartment::One], 0),
			codes(&[Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::Payment], least),
		)
	};
	let times = (
		option::weighted(0.2, quarters(0..8)),
		option::weighted(0.3, quarters(2..24)),
		option::weighted(0.15, days(-3..3)),
		option::weighted(0.15, days(-1..5)),
	);
	let preference =
		(option::weighted(0.2, quarters(3..24)), any::<bool>(), any::<bool>(), option::of(1..3u32));
	(any::<u8>(), actor, named(0), named(1), times, preference).prop_map(
		|(deny, actor, in_denial, in_permit, (from, until, data_from, data_until), preference)| {
			let effect = if deny < 70 { Effect::Deny } else { Effect::Permit };
			let (codes, (erase_at, no_redisclosure, mask_identity, uses)) = match effect {
				Effect::Deny => (in_denial, (None, false, false, None)),
				Effect::Permit => (in_permit, preference),
			};
			let (actions, categories, compartments, purposes) = codes;
			ProvisionTerms {
				effect,
				actor,
				actions,
				categories,
				compartments,
				purposes,
				from,
				until,
				data_from,
				data_until,
				erase_at,
				no_redisclosure,
				mask_identity,
				uses,
			}
		},
	)
}

pub fn question_of_anyone() -> impl Strategy<Value = Question> {
	let reader = prop_oneof![
		8 => select(&ACCOUNTS[..]).prop_map(Reader::Account),
		4 => (select(WorkClass::ALL), asker())
			.prop_map(|(class, asker)| Reader::DecisionSupport { class, asker }),
		1 => Just(Reader::Study(StudyId(1))),
	];
	let codes = (
		select(&[Action::Access, Action::Collect][..]),
		select(&[Category::Condition, Category::Genomics][..]),
		prop_oneof![3 => Just(0u8), 1 => Just(1u8)],
		prop_oneof![
			3 => Just(Purpose::Treatment),
			2 => Just(Purpose::EmergencyTreatment),
			1 => Just(Purpose::Payment),
			2 => Just(Purpose::BreakGlass),
		],
	);
	let data = (-3..4i32, 0..4i32)
		.prop_map(|(first, more)| DataPeriod { first: Day(first), last: Day(first + more) });
	(select(&PATIENTS[..]), reader, codes, data).prop_map(
		|(patient, reader, (action, category, number, purpose), data)| Query {
			patient,
			reader,
			action,
			category,
			compartment: Compartment::new(number).unwrap(),
			purpose,
			data,
		},
	)
}

pub fn step() -> impl Strategy<Value = Step> {
	let patient = || select(&PATIENTS[..]);
	let account = || select(&ACCOUNTS[..]);
	let organisation = || select(&ORGANISATIONS[..]);
	let in_force = Licence::InForce { profession: Profession::Nurse, expires_at: Moment::MAX };
	// Later than any history lasts: what is asked for its expiry is not asked whether it is over.
	let expires_at = START + 100 * HOUR;
	let with_an_end = Licence::InForce { profession: Profession::Nurse, expires_at };
	let licence = prop_oneof![
		3 => Just(in_force),
		2 => Just(with_an_end),
		1 => Just(Licence::None),
		1 => Just(Licence::Expired),
		1 => Just(Licence::Suspended),
	];
	prop_oneof![
		3 => (0..4u64).prop_map(Step::Pass),
		9 => (patient(), terms()).prop_map(|(patient, terms)| Step::Grant(patient, terms)),
		4 => (patient(), 0..8usize, any::<bool>())
			.prop_map(|(patient, pick, lets_finish)| Step::Revoke(patient, pick, lets_finish)),
		4 => question_of_anyone().prop_map(Step::Use),
		2 => (select(&[DORA, EMIL][..]), patient())
			.prop_map(|(practitioner, patient)| Step::BreakGlass(practitioner, patient)),
		1 => (0..4usize).prop_map(Step::Review),
		1 => (0..4usize).prop_map(Step::Close),
		2 => (organisation(), account()).prop_map(|(o, account)| Step::Join(o, account)),
		1 => (organisation(), account()).prop_map(|(o, account)| Step::Leave(o, account)),
		1 => (account(), licence).prop_map(|(account, licence)| Step::License(account, licence)),
		1 => (organisation(), any::<bool>()).prop_map(|(o, suspended)| Step::Suspend(o, suspended)),
		1 => patient().prop_map(Step::Prune),
	]
}
