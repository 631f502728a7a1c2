//! Calls by name. Their indices come from the node's metadata; their arguments are encoded here in the
//! pallets' order, which the end-to-end tests hold against the real runtime.

use super::{AccountId, ChainError};
use codec::{Compact, Encode};
use salus_primitives::{
	AccessId, BreakGlassId, Category, Compartment, ConsentRequestId, ModelId, Moment, Profession,
	ProvisionId, Purpose, RecordId, RequestId, VersionNumber, Voucher,
};
use substrate_api_client::ac_node_api::Metadata;

use super::answers::{
	BreakGlassReason, ContestReason, Drift, ModelProposal, OrganisationKind, Outcomes,
	ProvisionTerms, ReviewOutcome, Verdict, VerdictReason,
};

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
		Self {
			pallet,
			function,
			arguments: Arguments::Encoded(arguments.encode()),
		}
	}

	/// `Pallet.call`, for messages.
	pub fn name(&self) -> String {
		format!("{}.{}", self.pallet, self.function)
	}

	/// The call's bytes for a runtime of this metadata.
	pub fn encode_for(&self, metadata: &Metadata) -> Result<Vec<u8>, ChainError> {
		let missing = || ChainError::Mismatch(format!("it has no call {}", self.name()));
		let pallet = metadata.pallet_by_name(self.pallet).ok_or_else(missing)?;
		let variant = pallet
			.call_variant_by_name(self.function)
			.ok_or_else(missing)?;
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

/// The weight that a council's motion may use: far above what an authority's call needs.
const MOTION_WEIGHT: (Compact<u64>, Compact<u64>) = (Compact(10_000_000_000), Compact(1_000_000));

/// Who is who.
pub mod participants {
	use super::*;

	const PALLET: &str = "Participants";

	/// Accredits an organisation.
	pub fn accredit(
		organisation: &AccountId,
		kind: OrganisationKind,
		jurisdiction: [u8; 2],
		vouchers_per_day: u32,
	) -> Call {
		Call::new(
			PALLET,
			"accredit",
			(organisation, kind, jurisdiction, vouchers_per_day),
		)
	}

	/// Licenses a practitioner, or renews.
	pub fn license(
		practitioner: &AccountId,
		profession: Profession,
		jurisdiction: [u8; 2],
		expires_at: Moment,
	) -> Call {
		Call::new(
			PALLET,
			"license",
			(practitioner, profession, jurisdiction, expires_at),
		)
	}

	/// Suspends an organisation.
	pub fn suspend_organisation(organisation: &AccountId) -> Call {
		Call::new(PALLET, "suspend_organisation", organisation)
	}

	/// Reinstates an organisation.
	pub fn reinstate_organisation(organisation: &AccountId) -> Call {
		Call::new(PALLET, "reinstate_organisation", organisation)
	}

	/// Suspends a practitioner.
	pub fn suspend_practitioner(practitioner: &AccountId) -> Call {
		Call::new(PALLET, "suspend_practitioner", practitioner)
	}

	/// Reinstates a practitioner.
	pub fn reinstate_practitioner(practitioner: &AccountId) -> Call {
		Call::new(PALLET, "reinstate_practitioner", practitioner)
	}

	/// Suspends an operator.
	pub fn suspend_operator(operator: &AccountId) -> Call {
		Call::new(PALLET, "suspend_operator", operator)
	}

	/// Reinstates an operator.
	pub fn reinstate_operator(operator: &AccountId) -> Call {
		Call::new(PALLET, "reinstate_operator", operator)
	}

	/// Registers the signer as a patient who pays.
	pub fn register(encryption_key: [u8; 32]) -> Call {
		Call::new(PALLET, "register", encryption_key)
	}

	/// Registers a patient on an organisation's voucher: a general transaction.
	pub fn register_with_voucher(
		voucher: &Voucher<AccountId>,
		encryption_key: [u8; 32],
		organisation_signature: [u8; 64],
		patient_signature: [u8; 64],
	) -> Call {
		// The variant of `MultiSignature` for sr25519.
		const SR25519: u8 = 1;
		let arguments = (
			voucher,
			encryption_key,
			(SR25519, organisation_signature),
			(SR25519, patient_signature),
		);
		Call::new(PALLET, "register_with_voucher", arguments)
	}

	/// An organisation stops standing behind a patient.
	pub fn stand_down(patient: &AccountId) -> Call {
		Call::new(PALLET, "stand_down", patient)
	}

	/// An organisation admits a member.
	pub fn admit_member(member: &AccountId) -> Call {
		Call::new(PALLET, "admit_member", member)
	}

	/// An organisation dismisses a member.
	pub fn dismiss_member(member: &AccountId) -> Call {
		Call::new(PALLET, "dismiss_member", member)
	}

	/// Publishes the signer's X25519 key.
	pub fn set_encryption_key(key: [u8; 32]) -> Call {
		Call::new(PALLET, "set_encryption_key", key)
	}

	/// Makes the signer an operator.
	pub fn become_operator(
		endpoint: &str,
		peer_id: &str,
		encryption_key: [u8; 32],
		bond: u128,
	) -> Call {
		Call::new(
			PALLET,
			"become_operator",
			(endpoint, peer_id, encryption_key, bond),
		)
	}

	/// Changes where an operator is reached.
	pub fn update_endpoint(endpoint: &str, peer_id: &str) -> Call {
		Call::new(PALLET, "update_endpoint", (endpoint, peer_id))
	}

	/// Adds to an operator's bond.
	pub fn add_bond(amount: u128) -> Call {
		Call::new(PALLET, "add_bond", amount)
	}

	/// An operator takes no new work.
	pub fn leave_service() -> Call {
		Call::new(PALLET, "leave_service", ())
	}

	/// An operator takes the bond back.
	pub fn withdraw_bond() -> Call {
		Call::new(PALLET, "withdraw_bond", ())
	}
}

/// Who may.
pub mod consent {
	use super::*;

	const PALLET: &str = "Consent";

	/// Grants a provision: a permit or a denial.
	pub fn grant(terms: &ProvisionTerms) -> Call {
		Call::new(PALLET, "grant", terms)
	}

	/// Revokes a provision.
	pub fn revoke(provision: ProvisionId) -> Call {
		Call::new(PALLET, "revoke", provision)
	}

	/// Asks a patient for consent.
	pub fn request_consent(patient: &AccountId, terms: &ProvisionTerms) -> Call {
		Call::new(PALLET, "request_consent", (patient, terms))
	}

	/// Answers a request: with terms, or by refusing.
	pub fn answer(request: ConsentRequestId, terms: Option<&ProvisionTerms>) -> Call {
		Call::new(PALLET, "answer", (request, terms))
	}

	/// Takes a request back.
	pub fn withdraw_request(request: ConsentRequestId) -> Call {
		Call::new(PALLET, "withdraw_request", request)
	}

	/// Breaks the glass.
	pub fn break_glass(patient: &AccountId, reason: BreakGlassReason) -> Call {
		Call::new(PALLET, "break_glass", (patient, reason))
	}

	/// Reviews a break-glass case.
	pub fn review_break_glass(case: BreakGlassId, outcome: ReviewOutcome) -> Call {
		Call::new(PALLET, "review_break_glass", (case, outcome))
	}
}

/// Encrypted documents.
pub mod records {
	use super::*;

	const PALLET: &str = "Records";

	/// What the chain learns of an encrypted document.
	#[derive(Clone, PartialEq, Eq, Debug, Encode)]
	pub struct Document {
		/// Binary CID of the ciphertext.
		pub cid: Vec<u8>,
		/// Size of the ciphertext in bytes.
		pub size: u64,
		/// Commitment to the data key.
		pub key_commitment: [u8; 32],
		/// Who keeps the shares.
		pub custodians: Vec<AccountId>,
		/// How many shares open it.
		pub threshold: u8,
	}

	/// Submits a new record.
	pub fn submit(
		patient: &AccountId,
		category: Category,
		compartment: Compartment,
		recorded_at: Moment,
		document: &Document,
	) -> Call {
		let arguments = (
			patient,
			category,
			compartment.number(),
			recorded_at,
			document,
		);
		Call::new(PALLET, "submit", arguments)
	}

	/// Submits a new version of a record.
	pub fn amend(record: RecordId, base_version: VersionNumber, document: &Document) -> Call {
		Call::new(PALLET, "amend", (record, base_version, document))
	}

	/// Asks to be let in.
	pub fn request_access(
		record: RecordId,
		version: Option<VersionNumber>,
		purpose: Purpose,
	) -> Call {
		Call::new(PALLET, "request_access", (record, version, purpose))
	}

	/// Contests a record.
	pub fn contest(record: RecordId, reason: ContestReason) -> Call {
		Call::new(PALLET, "contest", (record, reason))
	}

	/// Takes a contest back.
	pub fn withdraw_contest(record: RecordId) -> Call {
		Call::new(PALLET, "withdraw_contest", record)
	}

	/// Erases a record.
	pub fn erase(record: RecordId) -> Call {
		Call::new(PALLET, "erase", record)
	}

	/// Closes an access request.
	pub fn close_access(access: AccessId) -> Call {
		Call::new(PALLET, "close_access", access)
	}

	/// A custodian's receipt that nothing is left.
	pub fn confirm_destruction(record: RecordId) -> Call {
		Call::new(PALLET, "confirm_destruction", record)
	}
}

/// Decision support.
pub mod decision_support {
	use super::*;

	const PALLET: &str = "DecisionSupport";

	/// Proposes a model.
	pub fn propose_model(proposal: &ModelProposal) -> Call {
		Call::new(PALLET, "propose_model", proposal)
	}

	/// Approves a model.
	pub fn approve_model(model: ModelId) -> Call {
		Call::new(PALLET, "approve_model", model)
	}

	/// Suspends a model.
	pub fn suspend_model(model: ModelId) -> Call {
		Call::new(PALLET, "suspend_model", model)
	}

	/// Requests decision support.
	pub fn request(model: ModelId, records: &[RecordId], purpose: Purpose) -> Call {
		Call::new(PALLET, "request", (model, records, purpose))
	}

	/// Binds an operator's own result.
	pub fn seal(request: RequestId, seal: [u8; 32]) -> Call {
		Call::new(PALLET, "seal", (request, seal))
	}

	/// Says that the model can't be run on these inputs, and where the encrypted notice lies, if there is one.
	pub fn refuse(request: RequestId, notice: Option<&[u8]>) -> Call {
		Call::new(PALLET, "refuse", (request, notice))
	}

	/// Shows the digest that the seals bind.
	pub fn settle(request: RequestId, digest: [u8; 32], result: &[u8]) -> Call {
		Call::new(PALLET, "settle", (request, digest, result))
	}

	/// Shows an open output.
	pub fn settle_open(request: RequestId, salt: [u8; 32], output: &[u8]) -> Call {
		Call::new(PALLET, "settle_open", (request, salt, output))
	}

	/// Ends a request that no quorum answered.
	pub fn fail(request: RequestId) -> Call {
		Call::new(PALLET, "fail", request)
	}

	/// An accused operator disputes.
	pub fn challenge(request: RequestId) -> Call {
		Call::new(PALLET, "challenge", request)
	}

	/// The authority rules on a challenge.
	pub fn rule(request: RequestId, operator: &AccountId, uphold: bool) -> Call {
		Call::new(PALLET, "rule", (request, operator, uphold))
	}

	/// Closes a request after its challenge window.
	pub fn close(request: RequestId) -> Call {
		Call::new(PALLET, "close", request)
	}

	/// A clinician's verdict.
	pub fn give_verdict(request: RequestId, verdict: Verdict, reason: VerdictReason) -> Call {
		Call::new(PALLET, "give_verdict", (request, verdict, reason))
	}

	/// Removes a patient's receipt's result after erasure.
	pub fn erase_result(request: RequestId) -> Call {
		Call::new(PALLET, "erase_result", request)
	}

	/// Says how far a model's live inputs have drifted, or takes that back.
	pub fn report_drift(model: ModelId, drift: Option<Drift>) -> Call {
		Call::new(PALLET, "report_drift", (model, drift))
	}

	/// Says how a model's predictions turned out.
	pub fn report_outcomes(model: ModelId, outcomes: Outcomes) -> Call {
		Call::new(PALLET, "report_outcomes", (model, outcomes))
	}
}

/// Calls of the SDK, beside which ours are measured.
pub mod sdk {
	use super::*;

	/// Moves tokens.
	pub fn transfer_keep_alive(to: &AccountId, amount: u128) -> Call {
		// The variant of `MultiAddress` for an account.
		const ID: u8 = 0;
		Call::new("Balances", "transfer_keep_alive", (ID, to, Compact(amount)))
	}

	/// Makes several calls, all or none.
	pub fn batch_all(calls: Vec<Call>) -> Call {
		Call {
			pallet: "Utility",
			function: "batch_all",
			arguments: Arguments::List(calls),
		}
	}

	/// Lets anybody hand in the runtime with this BLAKE2b-256 hash. Root only.
	pub fn authorize_upgrade(code_hash: [u8; 32]) -> Call {
		Call::new("System", "authorize_upgrade", code_hash)
	}

	/// Hands in an authorised runtime.
	pub fn apply_authorized_upgrade(code: &[u8]) -> Call {
		Call::new("System", "apply_authorized_upgrade", code)
	}

	/// Lets the call with this BLAKE2b-256 hash be made as root, once.
	pub fn whitelist_call(call_hash: [u8; 32]) -> Call {
		Call::new("Whitelist", "whitelist_call", call_hash)
	}

	/// Makes a whitelisted call as root.
	pub fn dispatch_whitelisted(call: Call) -> Call {
		Call {
			pallet: "Whitelist",
			function: "dispatch_whitelisted_call_with_preimage",
			arguments: Arguments::Around(Vec::new(), Box::new(call), Vec::new()),
		}
	}

	/// Writes nothing.
	pub fn remark(bytes: &[u8]) -> Call {
		Call::new("System", "remark", bytes)
	}
}

/// The council that is the authority.
pub mod council {
	use super::*;

	const PALLET: &str = "Council";

	/// Proposes a motion, which passes when `threshold` members agree. `length` is the inner call's
	/// length in bytes.
	pub fn propose(threshold: u32, inner: Call, length: u32) -> Call {
		Call {
			pallet: PALLET,
			function: "propose",
			arguments: Arguments::Around(
				Compact(threshold).encode(),
				Box::new(inner),
				Compact(length).encode(),
			),
		}
	}

	/// Votes for a motion.
	pub fn vote(motion: [u8; 32], index: u32) -> Call {
		Call::new(PALLET, "vote", (motion, Compact(index), true))
	}

	/// Closes a motion and makes its call. `length` is the inner call's length in bytes.
	pub fn close(motion: [u8; 32], index: u32, length: u32) -> Call {
		Call::new(
			PALLET,
			"close",
			(motion, Compact(index), MOTION_WEIGHT, Compact(length)),
		)
	}
}

#[cfg(test)]
mod tests {
	use super::{super::answers::*, *};
	use salus_primitives::Action;

	fn bytes(call: &Call) -> &[u8] {
		match &call.arguments {
			Arguments::Encoded(bytes) => bytes,
			Arguments::Around(..) | Arguments::List(_) => panic!("{} holds others", call.name()),
		}
	}

	fn account(number: u8) -> AccountId {
		AccountId::new([number; 32])
	}

	#[test]
	fn terms_are_in_the_pallets_order() {
		let terms = ProvisionTerms {
			effect: Effect::Deny,
			actor: Actor::MembersOf(account(7)),
			actions: vec![Action::Access, Action::Collect],
			categories: vec![Category::Genomics],
			compartments: vec![0, 3],
			purposes: vec![Purpose::DecisionSupport],
			from: None,
			until: Some(2),
			data_from: None,
			data_until: None,
			erase_at: None,
			no_redisclosure: true,
			mask_identity: false,
			uses: Some(5),
		};
		let mut expected = vec![1, 1];
		expected.extend([7; 32]);
		expected.extend([2 << 2, 0, 1, 1 << 2, 13, 2 << 2, 0, 3, 1 << 2, 9]);
		expected.extend([0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 5, 0, 0, 0]);
		assert_eq!(bytes(&consent::grant(&terms)), expected);
		let refusal = consent::answer(ConsentRequestId(4), None);
		assert_eq!(bytes(&refusal), [4, 0, 0, 0, 0, 0, 0, 0, 0]);
	}

	#[test]
	fn a_document_follows_its_record() {
		let document = records::Document {
			cid: vec![1, 0x55],
			size: 258,
			key_commitment: [6; 32],
			custodians: vec![account(4), account(5)],
			threshold: 2,
		};
		let compartment = Compartment::new(3).unwrap();
		let call = records::submit(&account(1), Category::Condition, compartment, 9, &document);
		let mut expected = vec![1; 32];
		expected.extend([1, 3, 9, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend([2 << 2, 1, 0x55, 2, 1, 0, 0, 0, 0, 0, 0]);
		expected.extend([6; 32]);
		expected.push(2 << 2);
		expected.extend([[4; 32], [5; 32]].concat());
		expected.push(2);
		assert_eq!(bytes(&call), expected);
	}

	#[test]
	fn a_voucher_carries_two_sr25519_signatures() {
		let voucher = Voucher {
			organisation: account(1),
			patient: account(2),
			expires_at: 3,
		};
		let call = participants::register_with_voucher(&voucher, [4; 32], [5; 64], [6; 64]);
		let mut expected = [[1; 32], [2; 32]].concat();
		expected.extend([3, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend([4; 32]);
		for signature in [[5; 64], [6; 64]] {
			expected.push(1);
			expected.extend(signature);
		}
		assert_eq!(bytes(&call), expected);
	}

	#[test]
	fn what_is_reported_of_a_model_follows_it() {
		let drift = decision_support::report_drift(ModelId(5), Some(Drift::Large));
		assert_eq!(bytes(&drift), [5, 0, 0, 0, 1, 1]);
		let none = decision_support::report_drift(ModelId(5), None);
		assert_eq!(bytes(&none), [5, 0, 0, 0, 0]);
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
	fn a_motion_is_closed_with_compact_numbers() {
		let mut expected = vec![8; 32];
		// Index 3; ten thousand million and a million of weight; length 40.
		expected.push(3 << 2);
		expected.extend([0x07, 0x00, 0xe4, 0x0b, 0x54, 0x02]);
		expected.extend([0x02, 0x09, 0x3d, 0x00]);
		expected.push(40 << 2);
		assert_eq!(bytes(&council::close([8; 32], 3, 40)), expected);
		let mut vote = vec![8; 32];
		vote.extend([3 << 2, 1]);
		assert_eq!(bytes(&council::vote([8; 32], 3)), vote);
	}
}
