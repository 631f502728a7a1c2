// SPDX-License-Identifier: Apache-2.0
//! Flows on the real runtime: real signatures, real extensions, `Executive::apply_extrinsic`.

mod allowance;
mod askers;
mod authority;
mod bodies;
mod brake;
mod claims;
mod custody;
mod custody_pay;
mod docs;
mod emergency;
mod ended;
#[cfg(feature = "try-runtime")]
mod exported_state;
mod extensions;
mod free_calls;
mod genesis;
mod guardians;
mod invariants;
#[cfg(all(feature = "rehearsal", not(feature = "runtime-benchmarks")))]
mod migration;
mod randomness;
// Of what a chain runs, and the rehearsal's tickets have another form.
#[cfg(not(feature = "rehearsal"))]
mod recorded_proof;
mod registration;
mod replaced;
mod root;
mod runtime_apis;
mod scenario;
mod session_keys;
mod sponsored_work;
mod weights;
mod xcm_calls;

use crate::{
	Executive, Nonce, Quorum, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig,
	RuntimeOrigin, System, TxExtension, UncheckedExtrinsic, configs::fees::AllowanceOrFee,
	genesis_presets, time::SLOT_DURATION,
};
use codec::Encode;
use frame_support::{
	BoundedVec,
	genesis_builder_helper::{build_state, get_preset},
	storage::{TransactionOutcome, with_transaction_unchecked},
	traits::Hooks,
};
use pallet_consent::{Actor, Effect, ProvisionTerms};
use pallet_participants::OrganisationKind;
use polkadot_sdk::*;
use salus_primitives::{Action, Category, Moment, Profession, Purpose, Registration};
use sp_core::{Pair, sr25519};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, PresetId};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{
	ApplyExtrinsicResult, Digest, DigestItem, DispatchError, MultiSignature,
	generic::{Era, SignedPayload},
	traits::{Dispatchable, IdentifyAccount},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
};

use crate::AccountId;

type BalancesCall = pallet_balances::Call<Runtime>;
type ClaimsCall = pallet_claims::Call<Runtime>;
type ConsentCall = pallet_consent::Call<Runtime>;
type DecisionSupportCall = pallet_decision_support::Call<Runtime>;
type EnactmentCall = pallet_enactment::Call<Runtime>;
type ParticipantsCall = pallet_participants::Call<Runtime>;
type ProxyCall = pallet_proxy::Call<Runtime>;
type QuorumCall = pallet_quorum::Call<Runtime>;
type RecordsCall = pallet_records::Call<Runtime>;
type SafeModeCall = pallet_safe_mode::Call<Runtime>;
type SystemCall = frame_system::Call<Runtime>;
type UtilityCall = pallet_utility::Call<Runtime>;
type XcmCall = pallet_xcm::Call<Runtime>;

/// When the tests begin: a midnight, so that a day's allowance is a day's.
const START: Moment = 20_600 * crate::time::DAY;
const GENESIS: crate::Hash = crate::Hash::repeat_byte(7);

/// An organisation that sponsors patients.
const CLINIC: Sr25519Keyring = Bob;
/// A licensed practitioner with a key.
const CLINICIAN: Sr25519Keyring = Charlie;
/// Somebody with tokens who is nobody here.
const OUTSIDER: Sr25519Keyring = Dave;

/// Lays a preset over the runtime's defaults, as the node does.
fn overlay(base: &mut serde_json::Value, patch: serde_json::Value) {
	match (base, patch) {
		(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				overlay(base.entry(key).or_insert(serde_json::Value::Null), value);
			}
		}
		(base, patch) => *base = patch,
	}
}

fn genesis(preset: &str) -> serde_json::Value {
	let read = |id: Option<PresetId>| -> serde_json::Value {
		let json = get_preset::<RuntimeGenesisConfig>(&id, genesis_presets::get_preset).unwrap();
		serde_json::from_slice(&json).unwrap()
	};
	let mut whole = read(None);
	overlay(&mut whole, read(Some(PresetId::from(preset))));
	whole
}

/// Runs a test in the first block of a development chain on which Bob is a clinic that may register
/// two patients a day, and Charlie a physician.
fn execute(test: impl FnOnce()) {
	let mut ext = sp_io::TestExternalities::default();
	ext.execute_with(|| {
		build_state::<RuntimeGenesisConfig>(genesis(DEV_RUNTIME_PRESET).to_string().into_bytes())
			.unwrap();
		open_block();
		as_root(ParticipantsCall::accredit {
			organisation: CLINIC.to_account_id(),
			kind: OrganisationKind::Provider,
			jurisdiction: *b"CH",
			registrations_per_day: 2,
			free_calls_per_day: 1_000,
		});
		as_root(ParticipantsCall::license {
			practitioner: CLINICIAN.to_account_id(),
			profession: Profession::Physician,
			jurisdiction: *b"CH",
			expires_at: START + 365 * crate::time::DAY,
		});
		succeeds(&CLINICIAN.pair(), set_key(1));
		test();
		invariants::check();
	});
}

fn open_block() {
	let slot = sp_consensus_aura::Slot::from(START / SLOT_DURATION);
	let digest = Digest {
		logs: vec![DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode())],
	};
	let header = crate::Header {
		parent_hash: GENESIS,
		number: 1,
		state_root: Default::default(),
		extrinsics_root: Default::default(),
		digest,
	};
	Executive::initialize_block(&header);
	let clock = pallet_timestamp::Call::<Runtime>::set { now: START };
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(clock.into())).unwrap().unwrap();
	note_relay_block();
}

/// What the parachain's inherent tells pallet quorum: each block builds on a relay block of its own, whose randomness
/// is the hash of its height.
fn note_relay_block() {
	let number = System::block_number();
	Quorum::note_relay_block(number, Some(sp_io::hashing::blake2_256(&number.encode())));
}

fn now() -> Moment {
	pallet_timestamp::Now::<Runtime>::get()
}

/// Lets time pass by the on-chain clock.
fn pass(milliseconds: Moment) {
	pallet_timestamp::Now::<Runtime>::put(now() + milliseconds);
}

/// Ends this block for pallet quorum, which draws, and begins the next, so many times.
fn pass_blocks(count: u32) {
	for _ in 0..count {
		let block = System::block_number();
		Quorum::on_finalize(block);
		crate::Participants::on_finalize(block);
		System::set_block_number(block + 1);
		pass(SLOT_DURATION);
		Quorum::on_initialize(block + 1);
		note_relay_block();
	}
}

/// Accredits an organisation that runs operators.
fn accredit_operators(organisation: &AccountId) {
	as_root(ParticipantsCall::accredit {
		organisation: organisation.clone(),
		kind: OrganisationKind::Operator,
		jurisdiction: *b"CH",
		registrations_per_day: 0,
		free_calls_per_day: 0,
	});
}

/// A key that no preset knows: somebody without tokens.
fn stranger(name: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//{name}"), None).unwrap()
}

fn account(pair: &sr25519::Pair) -> AccountId {
	sp_runtime::MultiSigner::from(pair.public()).into_account()
}

fn extensions(nonce: Nonce, tip: crate::Balance) -> TxExtension {
	TxExtension::new((
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckWeight::new(),
		AllowanceOrFee::new(nonce, tip),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
	))
}

fn signed_with_tip(
	pair: &sr25519::Pair,
	call: impl Into<RuntimeCall>,
	tip: crate::Balance,
) -> UncheckedExtrinsic {
	let call = call.into();
	let ext = extensions(System::account_nonce(account(pair)), tip);
	let payload = SignedPayload::new(call.clone(), ext.clone()).unwrap();
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	UncheckedExtrinsic::new_signed(call, account(pair).into(), signature.into(), ext)
}

fn signed(pair: &sr25519::Pair, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
	signed_with_tip(pair, call, 0)
}

/// What the pool says, changing nothing.
fn pool(transaction: UncheckedExtrinsic) -> TransactionValidity {
	with_transaction_unchecked(|| {
		TransactionOutcome::Rollback(Executive::validate_transaction(
			TransactionSource::External,
			transaction,
			System::parent_hash(),
		))
	})
}

/// Asks the pool, then puts the transaction into the block; both must agree on whether it is valid.
fn submit(transaction: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	let pool = pool(transaction.clone());
	let block = Executive::apply_extrinsic(transaction);
	assert_eq!(pool.map(|_| ()), block.as_ref().map(|_| ()).map_err(Clone::clone));
	block
}

#[track_caller]
fn succeeds(pair: &sr25519::Pair, call: impl Into<RuntimeCall>) {
	assert_eq!(submit(signed(pair, call)), Ok(Ok(())));
}

/// The transaction is in the block, and its call fails.
#[track_caller]
fn fails(pair: &sr25519::Pair, call: impl Into<RuntimeCall>, error: impl Into<DispatchError>) {
	let expected: DispatchError = error.into();
	let Ok(Err(observed)) = submit(signed(pair, call)) else { panic!("the call did not fail") };
	// Errors' messages are not compared, since the chain doesn't keep them.
	assert_eq!(observed.encode(), expected.encode());
}

/// The transaction does not get into a block.
#[track_caller]
fn refused(transaction: UncheckedExtrinsic, why: InvalidTransaction) {
	assert_eq!(submit(transaction), Err(TransactionValidityError::Invalid(why)));
}

/// Makes a call as root, as if both bodies had agreed to it and the delay had passed.
#[track_caller]
fn as_root(call: impl Into<RuntimeCall>) {
	let done = call.into().dispatch(RuntimeOrigin::root());
	assert!(done.is_ok(), "{done:?}");
}

fn events(choose: impl Fn(&RuntimeEvent) -> bool) -> usize {
	System::events().iter().filter(|record| choose(&record.event)).count()
}

fn balance(who: &AccountId) -> crate::Balance {
	pallet_balances::Pallet::<Runtime>::free_balance(who)
}

/// Some encryption key, for each number another.
fn key(number: u8) -> [u8; 32] {
	[number.max(9); 32]
}

fn set_key(number: u8) -> ParticipantsCall {
	ParticipantsCall::set_encryption_key { key: key(number) }
}

/// What a patient signs for an organisation.
fn registration(organisation: Sr25519Keyring, patient: &sr25519::Pair) -> Registration<AccountId> {
	Registration {
		organisation: organisation.to_account_id(),
		patient: account(patient),
		expires_at: now() + crate::time::HOUR,
		encryption_key: key(42),
	}
}

/// What the organisation sends, with a signature by whoever signs.
fn register(registration: Registration<AccountId>, signer: &sr25519::Pair) -> ParticipantsCall {
	let payload = registration.payload(GENESIS.as_fixed_bytes());
	let Registration { patient, expires_at, encryption_key, .. } = registration;
	let patient_signature = MultiSignature::from(signer.sign(&payload));
	ParticipantsCall::register_patient { patient, encryption_key, expires_at, patient_signature }
}

/// The organisation invites an account, which accepts.
fn admit(organisation: Sr25519Keyring, member: Sr25519Keyring) {
	let invite = ParticipantsCall::invite_member { member: member.to_account_id() };
	succeeds(&organisation.pair(), invite);
	let organisation = organisation.to_account_id();
	succeeds(&member.pair(), ParticipantsCall::accept_invitation { organisation });
}

/// A registered patient without tokens, whom the clinic sponsors.
fn patient() -> sr25519::Pair {
	let patient = stranger("Patient");
	succeeds(&CLINIC.pair(), register(registration(CLINIC, &patient), &patient));
	patient
}

fn list<Item: Clone, Bound: frame_support::traits::Get<u32>>(
	items: &[Item],
) -> BoundedVec<Item, Bound> {
	items.to_vec().try_into().map_err(|_| "too many").unwrap()
}

/// A permit for laboratory results.
fn permit(actor: Actor<AccountId>, actions: &[Action], purpose: Purpose) -> ConsentCall {
	ConsentCall::grant {
		terms: ProvisionTerms {
			effect: Effect::Permit,
			actor,
			actions: list(actions),
			categories: list(&[Category::ObservationLaboratory]),
			compartments: Default::default(),
			purposes: list(&[purpose]),
			from: None,
			until: None,
			data_from: None,
			data_until: None,
			erase_at: None,
			no_redisclosure: false,
			mask_identity: false,
			uses: None,
		},
	}
}

/// The patient lets the clinician read.
fn permit_clinician() -> ConsentCall {
	permit(Actor::Account(CLINICIAN.to_account_id()), &[Action::Access], Purpose::Treatment)
}
