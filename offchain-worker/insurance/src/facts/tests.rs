// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{
	evidence::ShownRecord,
	fixtures::{
		CLAIM, Chain, GENESIS, PLAN, POLICY, account, coverage, day, document, key, known, line,
		shown, signer, terms,
	},
};
use salus_core::KeyHalves;
use salus_custody::fixtures::{nobody, version};
use salus_primitives::{
	Compartment, DAY, DataPeriod, PolicyId, Profession, RecordId,
	claims::Slot,
	participants::{Organisation, OrganisationKind},
	records::{Record, Tombstone, Version},
};

const BLOCK: H256 = H256([2; 32]);
/// When record 7 was entered: 2026-11-28.
const ENTERED_AT: Moment = 20_785 * DAY;

/// A chain on which a patient's record 7 proves what a provider of the network did.
struct World {
	chain: Chain,
	known: Known,
	document: ClaimDocument,
}

fn record() -> Record<AccountId> {
	Record {
		patient: account("Patient"),
		author: account("Author"),
		category: Category::Encounter,
		compartment: Compartment::General,
		latest: 1,
		created_at: ENTERED_AT,
		data: DataPeriod::on(day("2026-11-27")),
		contested: None,
		replaces: None,
		replaced_by: None,
	}
}

/// Version 1 of this record, by its own key.
fn first(record: u64) -> Version<AccountId> {
	Version {
		key_commitment: key(record).commitment(),
		author: account("Author"),
		submitted_at: ENTERED_AT,
		..version(1, 2)
	}
}

fn practitioner() -> Practitioner {
	Practitioner {
		profession: Profession::Physician,
		jurisdiction: *b"DE",
		licensed_at: ENTERED_AT,
		expires_at: ENTERED_AT + 1,
		suspended: false,
	}
}

fn organisation() -> Organisation {
	Organisation {
		kind: OrganisationKind::Provider,
		jurisdiction: *b"DE",
		accredited_at: 20_784 * DAY,
		suspended: false,
		registrations_per_day: 0,
		registrations_today: Default::default(),
		free_calls_per_day: 0,
		patient_count: 0,
		operator_count: 0,
		calls_today: Default::default(),
		failed_today: Default::default(),
	}
}

impl World {
	fn with(lines: Vec<ClaimLine>, records: &[u64]) -> Self {
		let document = document(lines, records);
		let known = known(&document);
		let mut world = Self { chain: Chain::default(), known, document };
		for id in records {
			world.record(*id, record());
			world.version(*id, 1, first(*id));
		}
		world.practitioner("Author", practitioner());
		world.organisation(organisation());
		world.admission(Admission { from: day("2026-11-27"), until: Some(day("2026-11-27")) });
		world
	}

	fn new() -> Self {
		Self::with(vec![line(1, &[0])], &[7])
	}

	fn record(&mut self, id: u64, record: Record<AccountId>) {
		self.chain.answers("RecordsApi_record", RecordId(id), Some(record));
	}

	fn version(&mut self, id: u64, number: u32, version: Version<AccountId>) {
		self.chain.answers("RecordsApi_version", (RecordId(id), number), Some(version));
	}

	fn practitioner(&mut self, name: &str, practitioner: Practitioner) {
		let who = queries::WhoIs { practitioner: Some(practitioner), ..nobody() };
		self.chain.answers("ParticipantsApi_who_is", account(name), who);
	}

	fn organisation(&mut self, organisation: Organisation) {
		let who = queries::WhoIs { organisation: Some(organisation), ..nobody() };
		self.chain.answers("ParticipantsApi_who_is", account("Provider"), who);
	}

	fn admission(&mut self, admission: Admission) {
		self.chain.answers("ClaimsApi_admission", (PLAN, account("Provider")), Some(admission));
	}

	/// The claim shows this instead.
	fn shows(&mut self, shown: ShownRecord) {
		self.document.pieces[0].shown = shown;
	}

	async fn facts(&self) -> Facts {
		look_up(&self.chain, &self.known, &coverage(), &self.document, BLOCK).await.unwrap()
	}

	/// The one piece of the one line; none if nothing is left of it.
	async fn piece(&self) -> Option<rules::Piece> {
		let facts = self.facts().await;
		assert_eq!(facts.places[0].len(), facts.claim.lines[0].evidence.len());
		facts.claim.lines[0].evidence.first().copied()
	}
}

#[tokio::test]
async fn what_fits_the_chain_goes_in_with_what_the_chain_says_of_it() {
	let facts = World::new().facts().await;
	assert_eq!((facts.claim.filed, facts.policy), (day("2026-11-28"), coverage()));
	let line = &facts.claim.lines[0];
	let (category, recorded) = (Category::Encounter, day("2026-11-28"));
	let piece = rules::Piece { category, licensed: true, recorded, erased: false };
	assert_eq!((&line.evidence, &facts.places), (&vec![piece], &vec![vec![0]]));
	let provider: &[u8; 32] = &account("Provider").into();
	assert_eq!(line.provider.id, *provider);
	assert!(line.provider.accredited && line.provider.in_network);
}

#[tokio::test]
async fn a_policy_s_days_are_the_chain_s() {
	let mut world = World::new();
	world.known.policy.until = day("2026-11-27");
	let policy = world.facts().await.policy;
	assert_eq!((policy.from, policy.until), (coverage().from, day("2026-11-27")));
	assert_eq!(policy.beneficiaries, coverage().beneficiaries);
}

/// Attack: evidence that is forged, somebody else's, of another policy, or billed before.
#[tokio::test]
async fn what_does_not_stand_up_to_the_chain_is_no_evidence() {
	let show = |policy, record, halves: KeyHalves, name: &str| {
		ShownRecord::sign(GENESIS, policy, RecordId(record), &halves, &signer(name))
	};
	let own = || key(7).halves();
	let shown_records = [
		("s is forged", show(POLICY, 7, KeyHalves { s: [1; 32], t: own().t }, "Patient")),
		("t is forged", show(POLICY, 7, KeyHalves { s: own().s, t: [1; 32] }, "Patient")),
		("another record's halves", show(POLICY, 7, key(8).halves(), "Patient")),
		("a record that is not there", show(POLICY, 8, key(8).halves(), "Patient")),
		("shown by the holder", show(POLICY, 7, own(), "Holder")),
		("shown for another policy", show(PolicyId(4), 7, own(), "Patient")),
		("not signed", ShownRecord { signature: [0; 64], ..shown(7) }),
		("signed by another", ShownRecord { patient: account("Holder"), ..shown(7) }),
		("signed on another chain", {
			let (record, halves) = (RecordId(7), own());
			ShownRecord::sign(H256([9; 32]), POLICY, record, &halves, &signer("Patient"))
		}),
	];
	for (what, shown) in shown_records {
		let mut world = World::new();
		world.shows(shown);
		assert_eq!(world.piece().await, None, "{what}");
	}
	let mut world = World::new();
	world.chain.answers("ClaimsApi_is_billed", shown(7).nullifier(Slot::First), true);
	assert_eq!(world.piece().await, None, "billed before");
}

/// Attack: one record is billed in every slot by insurers who each believe that they pay first.
#[tokio::test]
async fn a_later_insurer_pays_after_the_one_before_and_is_told_what_that_paid() {
	let mut world = World::new();
	world.document.slot = Slot::Second;
	world.document.lines[0].other = Some(rules::Amount(5));
	assert_eq!(world.piece().await, None, "nobody has billed it before");
	world.chain.answers("ClaimsApi_is_billed", shown(7).nullifier(Slot::First), true);
	assert!(world.piece().await.is_some(), "another insurer bills it once, too");
	world.document.lines[0].other = None;
	assert_eq!(world.piece().await, None, "what the first paid is not told");
	world.document.slot = Slot::Third;
	world.document.lines[0].other = Some(rules::Amount(5));
	assert_eq!(world.piece().await, None, "the second has not billed it");
}

/// Attack: one record is named by lines of many days and providers.
#[tokio::test]
async fn a_record_proves_one_visit() {
	let own = line(1, &[0]);
	let later = ClaimLine { first: day("2026-11-28"), last: day("2026-11-28"), ..own.clone() };
	let elsewhere = ClaimLine { provider: account("Elsewhere"), ..own.clone() };
	let beside = ClaimLine { benefit: 2, ..own.clone() };
	let world = World::with(vec![own, later, elsewhere, beside], &[7]);
	let facts = world.facts().await;
	let proven: Vec<_> = facts.claim.lines.iter().map(|line| line.evidence.len()).collect();
	assert_eq!(proven, [1, 0, 0, 1]);
	assert_eq!(facts.places, [vec![0], vec![], vec![], vec![0]]);
}

/// Attack: a record that was billed is amended, so that its new key is new evidence.
#[tokio::test]
async fn an_amendment_s_key_is_no_evidence() {
	let mut world = World::new();
	world.record(7, Record { latest: 2, ..record() });
	world.version(7, 2, first(8));
	assert!(world.piece().await.is_some());
	let halves = key(8).halves();
	world.shows(ShownRecord::sign(GENESIS, POLICY, RecordId(7), &halves, &signer("Patient")));
	assert_eq!(world.piece().await, None);
}

/// Attack: whoever is insured writes what proves their claim, or has it written by somebody without a licence.
#[tokio::test]
async fn evidence_is_licensed_if_a_licensed_other_wrote_it() {
	for name in ["Patient", "Holder"] {
		let mut world = World::new();
		world.practitioner(name, practitioner());
		world.version(7, 1, Version { author: account(name), ..first(7) });
		assert!(!world.piece().await.unwrap().licensed, "{name}");
	}
	let own = practitioner();
	for (what, other) in [
		("suspended", Practitioner { suspended: true, ..own.clone() }),
		("not yet", Practitioner { licensed_at: ENTERED_AT + 1, ..own.clone() }),
		("no more", Practitioner { expires_at: ENTERED_AT, ..own }),
	] {
		let mut world = World::new();
		world.practitioner("Author", other);
		assert!(!world.piece().await.unwrap().licensed, "{what}");
	}
	let mut world = World::new();
	world.version(7, 1, Version { author: account("Nobody"), ..first(7) });
	assert!(!world.piece().await.unwrap().licensed, "no practitioner");
}

#[tokio::test]
async fn an_erased_record_is_told_as_such() {
	let mut world = World::new();
	world.chain.answers("RecordsApi_record", RecordId(7), None::<Record<AccountId>>);
	world.chain.answers("RecordsApi_tombstone", RecordId(7), Some(Tombstone { erased_at: 1 }));
	let piece = world.piece().await.unwrap();
	assert!(piece.erased && !piece.licensed);
	assert_eq!(piece.recorded, day("2026-11-28"));
}

/// Whether the line's provider is accredited, and in the network.
async fn provider(change: impl FnOnce(&mut World)) -> (bool, bool) {
	let mut world = World::new();
	change(&mut world);
	let provider = world.facts().await.claim.lines[0].provider;
	(provider.accredited, provider.in_network)
}

#[tokio::test]
async fn a_provider_is_known_as_on_the_first_day() {
	let late = Organisation { accredited_at: 20_785 * DAY, ..organisation() };
	assert_eq!(provider(|world| world.organisation(late)).await, (false, true));
	let suspended = Organisation { suspended: true, ..organisation() };
	assert_eq!(provider(|world| world.organisation(suspended)).await, (false, true));
	for (from, until, in_network) in [
		("2026-11-28", None, false),
		("2026-11-27", None, true),
		("2026-01-01", Some("2026-11-26"), false),
	] {
		let admission = Admission { from: day(from), until: until.map(day) };
		let found = provider(|world| world.admission(admission)).await;
		assert_eq!(found, (true, in_network), "{from} to {until:?}");
	}
}

#[tokio::test]
async fn each_piece_is_found_again_and_each_account_is_asked_for_once() {
	let lines = vec![line(1, &[2, 0]), line(2, &[]), line(1, &[1, 2])];
	let mut world = World::with(lines, &[7, 8, 9]);
	world.version(8, 1, first(7));
	let facts = world.facts().await;
	// Nothing is left of the piece at place 1.
	let places: Vec<Vec<usize>> = vec![vec![2, 0], vec![], vec![2]];
	assert_eq!(facts.places, places);
	let counts: Vec<usize> = facts.claim.lines.iter().map(|line| line.evidence.len()).collect();
	assert_eq!(counts, [2, 0, 1]);
	// Author and provider.
	assert_eq!(world.chain.asked("ParticipantsApi_who_is"), 2);
	assert_eq!(world.chain.asked("ClaimsApi_admission"), 1);
	assert_eq!(world.chain.asked("RecordsApi_record"), 3);
}

#[tokio::test]
async fn a_claim_is_known_with_policy_and_plan_or_not_at_all() {
	let own = known(&document(vec![line(1, &[])], &[]));
	let mut chain = Chain::default();
	assert!(Known::of(&chain, CLAIM, BLOCK).await.unwrap().is_none());
	chain.answers("ClaimsApi_claim", CLAIM, Some(&own.claim));
	chain.answers("ClaimsApi_policy", POLICY, Some(&own.policy));
	assert!(Known::of(&chain, CLAIM, BLOCK).await.unwrap().is_none());
	chain.answers("ClaimsApi_plan", PLAN, Some(&own.plan));
	chain.answers("ClaimsApi_plan_versions", PLAN, terms().versions.to_vec());
	let known = Known::of(&chain, CLAIM, BLOCK).await.unwrap().unwrap();
	assert_eq!((known.claim, known.policy), (own.claim, own.policy));
	assert_eq!((known.plan, known.terms), (own.plan, terms()));
	let many = vec![terms().versions[0].clone(); 17];
	chain.answers("ClaimsApi_plan_versions", PLAN, many);
	let refused = Known::of(&chain, CLAIM, BLOCK).await.unwrap_err();
	assert!(matches!(refused, ChainError::Mismatch(_)));
}
