// SPDX-License-Identifier: Apache-2.0
//! Calls by name. Their indices come from the node's metadata; their arguments are encoded here in the
//! pallets' order, which the end-to-end tests hold against the real runtime.

pub mod bodies;
pub mod claims;
pub mod consent;
pub mod decision_support;
pub mod participants;
pub mod proxy;
pub mod quorum;
pub mod records;
pub mod sdk;

use super::{AccountId, ChainError};
use codec::{Compact, Encode};
use salus_primitives::{
	AccessId, BreakGlassId, Category, Cid, CidBytes, Compartment, ConsentRequestId, DataPeriod,
	GuardianRole, ModelId, Moment, Profession, ProvisionId, Purpose, RecordId, Registration,
	RequestId, Sponsorship, VersionNumber,
	consent::{ProvisionTerms, ReviewOutcome},
	decision_support::{
		Drift, ModelProposal, Outcomes, OutputBytes, Verdict, VerdictReason, Verdicts,
	},
	participants::{Jurisdiction, OrganisationKind},
	quorum::{TaskId, Tier, WorkClass},
	records::{ContestReason, Document},
};
use substrate_api_client::ac_node_api::Metadata;

/// A call, its arguments encoded.
#[derive(Clone, Debug)]
pub struct Call {
	pallet: &'static str,
	function: &'static str,
	arguments: Arguments,
}

#[derive(Clone, Debug)]
enum Arguments {
	Encoded(Vec<u8>),
	/// Another call stands between these bytes.
	Around(Vec<u8>, Box<Call>, Vec<u8>),
	/// A list of calls.
	List(Vec<Call>),
}

impl Call {
	fn new(pallet: &'static str, function: &'static str, arguments: impl Encode) -> Self {
		Self { pallet, function, arguments: Arguments::Encoded(arguments.encode()) }
	}

	/// `Pallet.call`, for messages.
	pub fn name(&self) -> String {
		format!("{}.{}", self.pallet, self.function)
	}

	/// The call's bytes for a runtime of this metadata.
	pub fn encode_for(&self, metadata: &Metadata) -> Result<Vec<u8>, ChainError> {
		let missing = || ChainError::Mismatch(format!("it has no call {}", self.name()));
		let pallet = metadata.pallet_by_name(self.pallet).ok_or_else(missing)?;
		let variant = pallet.call_variant_by_name(self.function).ok_or_else(missing)?;
		let mut bytes = vec![pallet.index(), variant.index];
		match &self.arguments {
			Arguments::Encoded(arguments) => bytes.extend(arguments),
			Arguments::Around(before, inner, after) => {
				bytes.extend(before);
				bytes.extend(inner.encode_for(metadata)?);
				bytes.extend(after);
			}
			Arguments::List(calls) => {
				let count = u32::try_from(calls.len())
					.map_err(|_| ChainError::Mismatch("a list of calls is too long".into()))?;
				bytes.extend(Compact(count).encode());
				for call in calls {
					bytes.extend(call.encode_for(metadata)?);
				}
			}
		}
		Ok(bytes)
	}
}

/// A CID as calls take it: what a client hands in is parsed on the chain.
fn cid_bytes(cid: &Cid) -> CidBytes {
	CidBytes::truncate_from(cid.as_bytes().to_vec())
}

/// The weight that a body's motion may use: far above what an authority's call needs.
const MOTION_WEIGHT: (Compact<u64>, Compact<u64>) = (Compact(10_000_000_000), Compact(1_000_000));

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		Action, Day,
		consent::{Actor, Effect},
		records::CustodyClaim,
	};

	pub(super) fn bytes(call: &Call) -> &[u8] {
		match &call.arguments {
			Arguments::Encoded(bytes) => bytes,
			Arguments::Around(..) | Arguments::List(_) => panic!("{} holds others", call.name()),
		}
	}

	pub(super) fn account(number: u8) -> AccountId {
		AccountId::new([number; 32])
	}

	/// A list as primitives' types hold it.
	pub(super) fn bounded<Item, Bounded: TryFrom<Vec<Item>, Error = Vec<Item>>, const N: usize>(
		items: [Item; N],
	) -> Bounded {
		Bounded::try_from(Vec::from(items)).ok().unwrap()
	}

	#[test]
	fn terms_are_in_the_pallets_order() {
		let terms = ProvisionTerms {
			effect: Effect::Deny,
			actor: Actor::MembersOf(account(7)),
			actions: bounded([Action::Access, Action::Collect]),
			categories: bounded([Category::Genomics]),
			compartments: bounded([Compartment::General, Compartment::Three]),
			purposes: bounded([Purpose::DecisionSupport]),
			from: None,
			until: Some(2),
			data_from: Some(Day(-2)),
			data_until: Some(Day(3)),
			erase_at: None,
			no_redisclosure: true,
			mask_identity: false,
			uses: Some(5),
		};
		let mut expected = vec![1, 1];
		expected.extend([7; 32]);
		expected.extend([2 << 2, 0, 1, 1 << 2, 13, 2 << 2, 0, 3, 1 << 2, 9]);
		expected.extend([0, 1, 2, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend([1, 0xfe, 0xff, 0xff, 0xff, 1, 3, 0, 0, 0]);
		expected.extend([0, 1, 0, 1, 5, 0, 0, 0]);
		assert_eq!(bytes(&consent::grant(&terms)), expected);
		let refusal = consent::answer(ConsentRequestId(4), None);
		assert_eq!(bytes(&refusal), [4, 0, 0, 0, 0, 0, 0, 0, 0]);
	}

	#[test]
	fn a_broken_glass_has_a_commitment_and_maybe_an_organisation() {
		let broken = consent::break_glass(&account(1), [7; 32], None);
		assert_eq!(bytes(&broken), [&[1; 32][..], &[7; 32], &[0]].concat());
		let clinic = account(2);
		let broken = consent::break_glass(&account(1), [7; 32], Some(&clinic));
		assert_eq!(bytes(&broken), [&[1; 32][..], &[7; 32], &[1], &[2; 32]].concat());
		assert_eq!(bytes(&consent::stand_surety(50)), [50, 0, 0, 0]);
	}

	#[test]
	fn a_document_follows_its_record() {
		let document = Document {
			cid: bounded([1u8, 0x55]),
			length: 258,
			key_commitment: [6; 32],
			custodians: bounded([account(4), account(5)]),
			threshold: 2,
			anchors: bounded([[7; 32], [8; 32]]),
		};
		let data = DataPeriod::new(Day(-1), Day(9)).unwrap();
		let days = [0xff, 0xff, 0xff, 0xff, 9, 0, 0, 0];
		let mut encoded = vec![2 << 2, 1, 0x55, 2, 1, 0, 0, 0, 0, 0, 0];
		encoded.extend([6; 32]);
		encoded.push(2 << 2);
		encoded.extend([[4; 32], [5; 32]].concat());
		encoded.extend([2, 2 << 2]);
		encoded.extend([[7; 32], [8; 32]].concat());
		let submitted =
			records::submit(&account(1), Category::Condition, Compartment::Three, data, &document);
		let expected = [&[1; 32], &[1, 3][..], &days, &encoded].concat();
		assert_eq!(bytes(&submitted), expected);
		let amended = records::amend(RecordId(7), 2, &document, data);
		let ids = [7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0];
		assert_eq!(bytes(&amended), [&ids[..], &encoded, &days].concat());
		let for_organisation = records::amend_for(&account(8), RecordId(7), 2, &document, data);
		let expected = [&[8; 32], &ids[..], &encoded, &days].concat();
		assert_eq!(bytes(&for_organisation), expected);
		let replaced = records::replace(RecordId(7), &document, data);
		assert_eq!(bytes(&replaced), [&ids[..8], &encoded, &days].concat());
	}

	#[test]
	fn custody_changes_hands_within_a_generation() {
		let ids = [7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];
		let custodians = bounded([account(4), account(5)]);
		let anchors = bounded([[6; 32], [7; 32]]);
		let reshared = records::reshare(RecordId(7), 2, 3, [9; 32], &custodians, &anchors);
		let custodians = [&[2 << 2][..], &[4; 32], &[5; 32]].concat();
		let anchors = [&[2 << 2][..], &[6; 32], &[7; 32]].concat();
		assert_eq!(bytes(&reshared), [&ids[..], &[9; 32], &custodians, &anchors].concat());
		let handed_over = records::hand_over(RecordId(7), 2, 3, &account(4));
		assert_eq!(bytes(&handed_over), [&ids[..], &[4; 32]].concat());
	}

	#[test]
	fn a_claim_names_a_version_and_reveals_its_proof() {
		let claim = CustodyClaim { record: RecordId(7), version: 2, proof: [9; 32] };
		let claimed = records::claim_custody(&bounded([claim]));
		let ids = [7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0];
		assert_eq!(bytes(&claimed), [&[1 << 2][..], &ids, &[9; 32]].concat());
		assert_eq!(bytes(&records::fund_custody(RecordId(7), 2)), ids);
		let price = records::set_custody_price(0x0102);
		assert_eq!(bytes(&price), [&[2, 1][..], &[0; 14]].concat());
	}

	#[test]
	fn a_request_names_its_job_first_and_no_model() {
		let tier = Tier { seats: 3, quorum: 2 };
		let inputs = [RecordId(8), RecordId(9)];
		let request = decision_support::request(
			RecordId(7),
			&inputs,
			WorkClass::Research,
			tier,
			Purpose::Treatment,
		);
		let mut expected = vec![7, 0, 0, 0, 0, 0, 0, 0, 2 << 2];
		expected.extend([8, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend([2, 3, 2]);
		expected.extend(Purpose::Treatment.encode());
		assert_eq!(bytes(&request), expected);
	}

	#[test]
	fn an_output_is_published_with_model_and_salt() {
		let output = bounded([8u8, 0, 0, 0]);
		let published =
			decision_support::publish_output(RequestId(5), ModelId(6), [7; 32], &output);
		let mut expected = vec![5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0];
		expected.extend([7; 32]);
		expected.extend([4 << 2, 8, 0, 0, 0]);
		assert_eq!(bytes(&published), expected);
	}

	#[test]
	fn a_registration_carries_the_patients_sr25519_signature() {
		let registration = Registration {
			organisation: account(1),
			patient: account(2),
			expires_at: 3,
			encryption_key: [4; 32],
		};
		let call = participants::register_patient(&registration, [5; 64]);
		let mut expected = [[2; 32], [4; 32]].concat();
		expected.extend([3, 0, 0, 0, 0, 0, 0, 0]);
		expected.push(1);
		expected.extend([5; 64]);
		assert_eq!(bytes(&call), expected);
	}

	#[test]
	fn a_sponsorship_is_sent_without_its_number_which_the_chain_knows() {
		let (organisation, patient) = (account(1), account(2));
		let sponsorship = Sponsorship { organisation, patient, number: 9, expires_at: 3 };
		let call = participants::sponsor(&sponsorship, [5; 64]);
		let expected = [&[2; 32][..], &[3, 0, 0, 0, 0, 0, 0, 0], &[1], &[5; 64]];
		assert_eq!(bytes(&call), expected.concat());
		assert_eq!(bytes(&participants::take_over(&account(2))), [2; 32]);
		assert_eq!(bytes(&participants::leave_sponsor(&account(1))), [1; 32]);
	}

	#[test]
	fn a_guardian_follows_the_patient_and_the_role_is_one_byte() {
		let role = GuardianRole::LegalGuardian;
		let propose = participants::propose_guardian(&account(1), &account(2), role, 3);
		let expected = [&[1; 32][..], &[2; 32], &[1], &[3, 0, 0, 0, 0, 0, 0, 0]].concat();
		assert_eq!(bytes(&propose), expected);
		let decide =
			participants::decide_proposal(&account(1), &account(3), &account(2), role, 3, true);
		let term = [1, 3, 0, 0, 0, 0, 0, 0, 0];
		assert_eq!(bytes(&decide), [&[1; 32][..], &[3; 32], &[2; 32], &term, &[1]].concat());
		let revoke = consent::revoke_for(&account(1), ProvisionId(7));
		assert_eq!(bytes(&revoke), [&[1; 32][..], &[7, 0, 0, 0]].concat());
	}

	#[test]
	fn what_is_reported_of_a_model_follows_it() {
		let drift = decision_support::report_drift(ModelId(5), Some(Drift::Large));
		assert_eq!(bytes(&drift), [5, 0, 0, 0, 1, 1]);
		let none = decision_support::report_drift(ModelId(5), None);
		assert_eq!(bytes(&none), [5, 0, 0, 0, 0]);
		let verdicts = Verdicts { accepted: 90, modified: 11, rejected: 12 };
		let verdicts = decision_support::report_verdicts(ModelId(5), verdicts);
		assert_eq!(bytes(&verdicts), [5, 90, 11, 12].map(u32::to_le_bytes).concat());
		let usage = decision_support::report_usage(&[(ModelId(5), 100), (ModelId(7), 200)]);
		let counts = [5, 100, 7, 200].map(u32::to_le_bytes).concat();
		assert_eq!(bytes(&usage), [&[2 << 2][..], &counts].concat());
		let struck = decision_support::strike_report(ModelId(5), &account(4));
		assert_eq!(bytes(&struck), [&[5, 0, 0, 0][..], &[4; 32]].concat());
		let outcomes = Outcomes {
			true_positive: 11,
			false_positive: 12,
			true_negative: 13,
			false_negative: 14,
		};
		let outcomes = decision_support::report_outcomes(ModelId(5), outcomes);
		let expected = [5, 11, 12, 13, 14].map(u32::to_le_bytes).concat();
		assert_eq!(bytes(&outcomes), expected);
	}

	#[test]
	fn a_reveal_says_what_and_where_the_result_is() {
		let cid = Cid::raw([9; 32]);
		let reveal = quorum::reveal(TaskId(7), [1; 32], Some(&cid), [2; 32]);
		let mut expected = vec![7, 0, 0, 0, 0, 0, 0, 0];
		expected.extend([1; 32]);
		expected.push(1);
		expected.extend(cid.as_bytes().to_vec().encode());
		expected.extend([2; 32]);
		assert_eq!(bytes(&reveal), expected);
		let price = quorum::set_price(WorkClass::Research, 3);
		assert_eq!(bytes(&price), [&[2, 3][..], &[0; 15]].concat());
	}

	#[test]
	fn a_work_limit_is_an_amount() {
		let call = participants::set_work_limit(0x0102);
		assert_eq!(bytes(&call), [&[2, 1][..], &[0; 14]].concat());
	}

	#[test]
	fn an_operator_names_its_organisation_first() {
		let call = participants::become_operator(&account(2), "ab", "c", [5; 32], 1);
		let mut expected = vec![2; 32];
		expected.extend([2 << 2, b'a', b'b', 1 << 2, b'c']);
		expected.extend([5; 32]);
		expected.push(1);
		expected.extend([0; 15]);
		assert_eq!(bytes(&call), expected);
	}

	#[test]
	fn a_session_key_calls_as_the_operator_and_is_listed_as_one() {
		let inner = records::confirm_destruction(RecordId(7));
		let wrapped = proxy::as_operator(&account(2), inner.clone());
		let Arguments::Around(before, call, after) = &wrapped.arguments else {
			panic!("{} holds no other", wrapped.name());
		};
		// An account by its id, and the fourth type, exactly.
		assert_eq!(*before, [&[0][..], &[2; 32], &[1, 3]].concat());
		assert_eq!((bytes(call), after.as_slice()), (bytes(&inner), &[][..]));
		let listed = [&[0][..], &[4; 32], &[3, 0, 0, 0, 0]].concat();
		assert_eq!(bytes(&proxy::add(&account(4))), listed);
		assert_eq!(bytes(&proxy::remove(&account(4))), listed);
	}

	#[test]
	fn a_motion_is_closed_with_compact_numbers() {
		let mut expected = vec![8; 32];
		// Index 3; ten thousand million and a million of weight; length 40.
		expected.push(3 << 2);
		expected.extend([0x07, 0x00, 0xe4, 0x0b, 0x54, 0x02]);
		expected.extend([0x02, 0x09, 0x3d, 0x00]);
		expected.push(40 << 2);
		let board = bodies::Body::MedicalBoard;
		let close = bodies::close(board, [8; 32], 3, 40);
		assert_eq!((bytes(&close), close.name()), (&expected[..], "MedicalBoard.close".to_owned()));
		let mut vote = vec![8; 32];
		vote.extend([3 << 2, 1]);
		assert_eq!(bytes(&bodies::vote(board, [8; 32], 3, true)), vote);
		vote.pop();
		vote.push(0);
		assert_eq!(bytes(&bodies::vote(board, [8; 32], 3, false)), vote);
	}
}
