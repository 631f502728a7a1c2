// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn an_amendment_adds_a_version_and_keeps_those_before() {
	build_and_execute(|| {
		let id = a_record(1);
		events();
		pass(HOUR);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		let (version, payer, amount) = (2, CLINICIAN, TERM_COST);
		assert_eq!(
			events(),
			[
				Event::Amended { record: id, version },
				Event::CustodyFunded { record: id, version, payer, amount },
			]
		);
		assert_eq!(Records::record(id).unwrap().latest, 2);
		let provenance = Records::provenance(id);
		assert_eq!(provenance.iter().map(|version| version.id).collect::<Vec<_>>(), [1, 2]);
		assert_eq!(provenance[0].item.cid, Cid::raw([1; 32]));
		assert_eq!(provenance[0].item.submitted_at, START);
		assert_eq!(provenance[1].item.cid, Cid::raw([2; 32]));
		assert_eq!(provenance[1].item.submitted_at, START + HOUR);
	});
}

#[test]
fn a_stale_version_is_refused() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(2), TODAY));
		for stale in [0, 1, 3] {
			assert_noop!(
				Records::amend(by(PATIENT), id, stale, document(3), TODAY),
				Error::<Test>::StaleVersion
			);
		}
	});
}

#[test]
fn nobody_amends_what_another_wrote_though_they_may_write() {
	build_and_execute(|| {
		let id = a_record(1);
		let amend = |author, id| Records::amend(by(author), id, 1, document(2), TODAY);
		assert_noop!(amend(OTHER_CLINICIAN, id), Error::<Test>::NotPermitted);
		permit_writing(OTHER_CLINICIAN);
		for other in [OTHER_CLINICIAN, PATIENT] {
			assert_noop!(amend(other, id), Error::<Test>::NotTheAuthor);
		}
		assert_ok!(submit_as(PATIENT, document(3)));
		assert_noop!(amend(CLINICIAN, RecordId(1)), Error::<Test>::NotTheAuthor);
		assert_ok!(amend(PATIENT, RecordId(1)));
	});
}

fn amend_for(account: AccountId, id: RecordId) -> Result<(), DispatchError> {
	Records::amend_for(by(account), HOSPITAL, id, 1, document(2), TODAY)
}

fn employ(account: AccountId) {
	Members::mutate(|members| members.insert((HOSPITAL, account)));
}

#[test]
fn a_member_of_the_authors_organisation_amends() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_writing(OTHER_CLINICIAN);
		employ(OTHER_CLINICIAN);
		assert_noop!(amend_for(OTHER_CLINICIAN, id), Error::<Test>::NotTheAuthor);
		employ(CLINICIAN);
		SuspendedOrganisations::mutate(|suspended| suspended.insert(HOSPITAL));
		assert_noop!(amend_for(OTHER_CLINICIAN, id), Error::<Test>::NotTheAuthor);
		SuspendedOrganisations::reset();
		assert_ok!(amend_for(OTHER_CLINICIAN, id));
		let authors: Vec<_> =
			Records::provenance(id).into_iter().map(|version| version.item.author).collect();
		assert_eq!(authors, [CLINICIAN, OTHER_CLINICIAN]);
		assert_eq!(Records::record(id).unwrap().author, CLINICIAN);
	});
}

#[test]
fn a_member_needs_the_patients_permit_all_the_same() {
	build_and_execute(|| {
		let id = a_record(1);
		[CLINICIAN, OTHER_CLINICIAN].into_iter().for_each(employ);
		assert_noop!(amend_for(OTHER_CLINICIAN, id), Error::<Test>::NotPermitted);
	});
}

#[test]
fn that_the_author_was_a_member_when_they_wrote_it_counts() {
	build_and_execute(|| {
		let id = a_record(1);
		permit_writing(OTHER_CLINICIAN);
		employ(OTHER_CLINICIAN);
		let left = |at| FormerMembers::set([((HOSPITAL, CLINICIAN), at)].into());
		left(START);
		assert_noop!(amend_for(OTHER_CLINICIAN, id), Error::<Test>::NotTheAuthor);
		left(START + 1);
		assert_ok!(amend_for(OTHER_CLINICIAN, id));
	});
}

#[test]
fn nobody_amends_for_their_employer_what_was_written_about_themselves() {
	build_and_execute(|| {
		let id = a_record(1);
		[CLINICIAN, PATIENT].into_iter().for_each(employ);
		assert_noop!(amend_for(PATIENT, id), Error::<Test>::NotTheAuthor);
	});
}

#[test]
fn having_written_a_record_does_not_permit_amending_it() {
	build_and_execute(|| {
		let id = a_record(1);
		Decisions::set(Vec::new());
		assert_noop!(
			Records::amend(by(CLINICIAN), id, 1, document(2), TODAY),
			Error::<Test>::NotPermitted
		);
		permit_writing(CLINICIAN);
		set_licence(CLINICIAN, Licence::Suspended);
		assert_noop!(
			Records::amend(by(CLINICIAN), id, 1, document(2), TODAY),
			Error::<Test>::NotInForce
		);
	});
}

#[test]
fn data_rule_3_a_version_needs_a_new_key() {
	build_and_execute(|| {
		let id = a_record(1);
		let mut same_key = document(2);
		same_key.key_commitment = [1; 32];
		assert_noop!(
			Records::amend(by(CLINICIAN), id, 1, same_key, TODAY),
			Error::<Test>::KeyReused
		);
	});
}

#[test]
fn versions_are_bounded() {
	build_and_execute(|| {
		let id = a_record(1);
		for base in 1..4 {
			assert_ok!(Records::amend(by(CLINICIAN), id, base, document(base as u8 + 1), TODAY));
		}
		assert_noop!(
			Records::amend(by(CLINICIAN), id, 4, document(9), TODAY),
			Error::<Test>::TooManyVersions
		);
	});
}

#[test]
fn custodians_over_all_versions_are_bounded() {
	build_and_execute(|| {
		let id = a_record(1);
		(19..30).for_each(serve);
		// The same custodians again count once.
		let second = kept_by(&[11, 12, 14, 15, 16, 17, 18, 19], 2);
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, second, TODAY));
		let third = |custodians: &[AccountId]| {
			Records::amend(by(CLINICIAN), id, 2, kept_by(custodians, 3), TODAY)
		};
		assert_noop!(third(&[20, 21, 22, 23, 24, 25, 26, 27]), Error::<Test>::TooManyHolders);
		assert_ok!(third(&[11, 20, 21, 22, 23, 24, 25, 26]));
		let listed = Holders::<Test>::get(id).into_iter();
		let listed: Vec<_> = listed.map(|holder| (holder.custodian, holder.versions)).collect();
		assert_eq!(listed[..3], [(11, 3), (12, 2), (13, 1)]);
		assert_eq!(listed[3..].iter().map(|(_, versions)| versions).sum::<u32>(), 13);
		assert_eq!(listed.len(), 16);
	});
}

#[test]
fn each_author_pays_for_their_version() {
	build_and_execute(|| {
		let id = a_record(1);
		let first = held(CLINICIAN);
		amend_as_colleague(OTHER_CLINICIAN, id, 2);
		assert_eq!(held(CLINICIAN), first);
		let second = held(OTHER_CLINICIAN);
		assert!((300..first).contains(&second), "version, CID, holders, fund and custody");
	});
}

#[test]
fn unknown_and_erased_records_are_told_apart() {
	build_and_execute(|| {
		assert_noop!(
			Records::amend(by(PATIENT), RecordId(0), 1, document(2), TODAY),
			Error::<Test>::NotFound
		);
		let id = a_record(1);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_noop!(Records::amend(by(PATIENT), id, 1, document(2), TODAY), Error::<Test>::Erased);
	});
}
