// SPDX-License-Identifier: Apache-2.0
//! The way out is never closed, and free calls are for one's own affairs: the attacks on both, on the real runtime. Data
//! rule 10.

use super::{
	allowance::{calls_left, next_block, not_found, revoke_nothing, use_up_sponsors, way_out_left},
	scenario::{RECORD, document, written},
	*,
};
use crate::{
	Balance, Balances, Records,
	apis::api::dispatch,
	configs::free_calls::{OwnCallsWeight, SponsorWeight, SponsoredCallsWeight, own_affair},
	units::{MILLI, UNIT},
};
use codec::Decode;
use frame_support::{traits::Get, weights::Weight};
use pallet_participants::{FreeWeightUsed, FreeWeights};
use pallet_records::ContestReason;
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use salus_primitives::{
	AccessId, Compartment, DataPeriod, Day, GuardianRole, ProvisionId, RecordId,
	participants::FreeCall,
};

fn deny_clinician() -> ConsentCall {
	let ConsentCall::grant { mut terms } = permit_clinician() else {
		unreachable!("a permit is a grant");
	};
	terms.effect = Effect::Deny;
	ConsentCall::grant { terms }
}

fn read_own() -> RecordsCall {
	let purpose = Purpose::PatientRequest;
	RecordsCall::request_access { record: RECORD, version: None, purpose }
}

/// Revokes, denies, contests, reads and erases, without a token.
fn goes_out(patient: &sr25519::Pair) {
	let who = account(patient);
	let held = Balances::reserved_balance(&who);
	succeeds(patient, ConsentCall::revoke { provision: ProvisionId(0) });
	succeeds(patient, deny_clinician());
	let reason = ContestReason::ALL[0];
	succeeds(patient, RecordsCall::contest { record: RECORD, reason });
	succeeds(patient, read_own());
	succeeds(patient, RecordsCall::close_access { access: AccessId(0) });
	succeeds(patient, set_key(8));
	succeeds(patient, RecordsCall::erase { record: RECORD });
	assert!(Records::record(RECORD).is_none());
	assert_eq!((balance(&who), Balances::reserved_balance(&who)), (0, held));
}

// The attack: the sponsor leaves in the block before a revocation.
#[test]
fn a_patient_whom_the_sponsor_has_left_revokes_denies_contests_reads_and_erases() {
	execute(|| {
		let (patient, _) = written();
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		goes_out(&patient);
	});
}

// The attack: the patient's only sponsor is suspended.
#[test]
fn a_patient_whose_organisation_is_suspended_goes_out_all_the_same() {
	execute(|| {
		let (patient, _) = written();
		as_root(ParticipantsCall::suspend_organisation { organisation: CLINIC.to_account_id() });
		goes_out(&patient);
	});
}

#[test]
fn one_who_never_had_a_policy_denies_without_a_sponsor_or_a_token() {
	execute(|| {
		let patient = patient();
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		succeeds(&patient, deny_clinician());
		assert_eq!(Balances::reserved_balance(account(&patient)), 0);
	});
}

// The attack: to read one's own until nothing is left to revoke with.
#[test]
fn reading_leaves_the_way_out_as_it_is() {
	execute(|| {
		let (patient, _) = written();
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		let whole = way_out_left(&patient);
		for _ in 0..<Runtime as pallet_participants::Config>::ReadingCallsPerDay::get() {
			succeeds(&patient, read_own());
			next_block();
		}
		refused(signed(&patient, read_own()), InvalidTransaction::Payment);
		assert_eq!(way_out_left(&patient), whole);
		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(0) });
	});
}

#[test]
fn a_patient_without_tokens_appoints_and_dismisses_a_guardian_for_nothing() {
	execute(|| {
		let patient = patient();
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		let guardian = CLINICIAN.to_account_id();
		let until = now() + crate::time::DAY;
		let role = GuardianRole::Carer;
		let appoint =
			ParticipantsCall::appoint_guardian { guardian: guardian.clone(), role, until };
		succeeds(&patient, appoint);
		succeeds(&patient, ParticipantsCall::dismiss_guardian { guardian });
	});
}

// The attack: a guardian uses up the patient's way out.
#[test]
fn a_guardian_s_calls_are_free_and_come_out_of_a_number_of_their_own() {
	execute(|| {
		let (patient, _) = written();
		let role = GuardianRole::Carer;
		let guardian = stranger("Guardian");
		succeeds(&CLINIC.pair(), register(registration(CLINIC, &guardian), &guardian));
		let until = now() + crate::time::DAY;
		let appoint =
			ParticipantsCall::appoint_guardian { guardian: account(&guardian), role, until };
		succeeds(&patient, appoint);
		let of = |call: RuntimeCall| own_affair(&account(&guardian), &call);
		let who = account(&patient);
		assert_eq!(of(read_own().into()), Some((who, FreeCall::Guardian)));
		// A carer erases nothing, and nobody else's affair is theirs.
		assert_eq!(of(RecordsCall::erase { record: RECORD }.into()), None);
		assert_eq!(of(RecordsCall::erase { record: RecordId(77) }.into()), None);
	});
}

#[test]
fn what_is_another_patient_s_or_nobody_s_is_paid_for() {
	execute(|| {
		let (patient, operators) = written();
		let other = stranger("Other");
		succeeds(&CLINIC.pair(), register(registration(CLINIC, &other), &other));
		let calls: [RuntimeCall; 8] = [
			read_own().into(),
			RecordsCall::contest { record: RECORD, reason: ContestReason::ALL[0] }.into(),
			RecordsCall::erase { record: RECORD }.into(),
			RecordsCall::erase { record: RecordId(77) }.into(),
			RecordsCall::close_access { access: AccessId(77) }.into(),
			ConsentCall::prune { patient: account(&patient) }.into(),
			ConsentCall::revoke_for { patient: account(&patient), provision: ProvisionId(0) }
				.into(),
			RecordsCall::submit {
				patient: account(&patient),
				category: Category::ObservationLaboratory,
				compartment: Compartment::General,
				data: DataPeriod::on(Day::of(now())),
				document: document(9, &operators),
			}
			.into(),
		];
		for call in calls {
			refused(signed(&other, call), InvalidTransaction::Payment);
		}
		let whole: u32 = <Runtime as pallet_participants::Config>::CallsPerDay::get();
		assert_eq!(calls_left(&other), whole);
	});
}

// A sponsor pays for no call that sets money aside, not even the patient's own.
#[test]
fn custodys_pay_is_nobodys_free_call() {
	execute(|| {
		let (patient, _) = written();
		let calls: [RuntimeCall; 3] = [
			RecordsCall::fund_custody { record: RECORD, version: 1 }.into(),
			RecordsCall::claim_custody { claims: list(&[]) }.into(),
			RecordsCall::set_custody_price { price: MILLI }.into(),
		];
		for call in calls {
			refused(signed(&patient, call), InvalidTransaction::Payment);
		}
	});
}

/// As `signed`, so many nonces later.
fn signed_later(
	pair: &sr25519::Pair,
	call: impl Into<RuntimeCall>,
	later: u32,
) -> UncheckedExtrinsic {
	let call = call.into();
	let ext = extensions(System::account_nonce(account(pair)) + later, 0);
	let payload = SignedPayload::new(call.clone(), ext.clone()).unwrap();
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	UncheckedExtrinsic::new_signed(call, account(pair).into(), signature.into(), ext)
}

// The case chain-free-pool. The attack: a patient without tokens fills the pool.
#[test]
fn no_more_of_an_accounts_free_calls_wait_than_it_has_left() {
	execute(|| {
		let patient = patient();
		let other = stranger("Other");
		succeeds(&CLINIC.pair(), register(registration(CLINIC, &other), &other));
		let taken = || {
			let ask = |later| pool(signed_later(&patient, revoke_nothing(), later)).is_ok();
			let taken = (0..200).filter(|later| ask(*later)).count() as u32;
			// They are the first ones: nothing that waits is refused for money later.
			assert!((0..taken).all(ask) && !ask(taken));
			taken
		};
		assert_eq!(taken(), way_out_left(&patient) + calls_left(&patient));
		use_up_sponsors(&patient);
		assert_eq!(taken(), way_out_left(&patient));
		assert!(pool(signed(&other, revoke_nothing())).is_ok());
		// All that the pool took is free when its turn comes.
		for _ in 0..taken() {
			fails(&patient, revoke_nothing(), not_found());
			next_block();
		}
		assert_eq!(balance(&account(&patient)), 0);
	});
}

#[test]
fn with_sponsored_calls_waiting_a_revocation_still_gets_in() {
	execute(|| {
		let patient = patient();
		let behind = calls_left(&patient);
		assert!(pool(signed_later(&patient, permit_clinician(), behind - 1)).is_ok());
		assert!(pool(signed_later(&patient, permit_clinician(), behind)).is_err());
		assert!(pool(signed_later(&patient, revoke_nothing(), behind)).is_ok());
	});
}

// The attack: bots that have called often today, or a flood that pays no tip, hold up a patient's first revocation.
#[test]
fn a_patients_first_way_out_comes_before_later_ones_and_before_what_pays_no_tip() {
	execute(|| {
		let patient = patient();
		let rank = |transaction| pool(transaction).unwrap().priority;
		let first = rank(signed(&patient, revoke_nothing()));
		assert!(first > rank(signed_later(&patient, revoke_nothing(), 1)));
		let remark = SystemCall::remark { remark: vec![] };
		assert!(first > rank(signed(&OUTSIDER.pair(), remark.clone())));
		let sponsored = rank(signed(&patient, permit_clinician()));
		// What pays comes before what a sponsor pays for.
		assert!(sponsored < rank(signed(&OUTSIDER.pair(), permit_clinician())));
		// Nobody is kept from paying more.
		assert!(first < rank(signed_with_tip(&OUTSIDER.pair(), remark, 100 * MILLI)));
	});
}

// The attack: a clinic with ten thousand sponsored bots.
#[test]
fn a_clinics_bots_take_their_share_of_a_block_and_leave_the_way_out_and_others_theirs() {
	execute(|| {
		let accredit = |organisation: AccountId| {
			as_root(ParticipantsCall::accredit {
				organisation,
				kind: OrganisationKind::Provider,
				jurisdiction: *b"CH",
				registrations_per_day: 1_000,
				free_calls_per_day: 1_000,
			});
		};
		accredit(CLINIC.to_account_id());
		accredit(OUTSIDER.to_account_id());
		let register_at = |organisation: Sr25519Keyring, name: &str| {
			let bot = stranger(name);
			let call = register(registration(organisation, &bot), &bot);
			succeeds(&organisation.pair(), call);
			bot
		};
		let bots: Vec<_> =
			(0..3).map(|number| register_at(CLINIC, &format!("Bot{number}"))).collect();
		let honest = register_at(OUTSIDER, "Honest");
		next_block();
		let mut taken = 0;
		let refusal = loop {
			let bot = &bots[taken % bots.len()];
			match Executive::apply_extrinsic(signed(bot, permit_clinician())) {
				Ok(outcome) => assert_eq!(outcome, Ok(())),
				Err(refusal) => break refusal,
			}
			taken += 1;
		};
		// It waits for the next block: it is neither refused for good nor charged.
		let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
		assert_eq!(refusal, full);
		let used = FreeWeightUsed::<Runtime>::get();
		assert!(taken > 3 && used.sponsored.all_lte(SponsorWeight::get()), "{taken}");
		// Another's patient, the way out of the bots' own clinic's patients, and whoever pays get in.
		succeeds(&honest, permit_clinician());
		fails(&bots[0], revoke_nothing(), not_found());
		succeeds(&OUTSIDER.pair(), SystemCall::remark { remark: vec![] });
		next_block();
		succeeds(&bots[taken % bots.len()], deny_clinician());
	});
}

#[test]
fn free_calls_take_at_most_a_quarter_of_a_blocks_ordinary_weight() {
	let normal = crate::configs::block_limits::RuntimeBlockWeights::get()
		.get(frame_support::dispatch::DispatchClass::Normal)
		.max_total
		.unwrap();
	let together = OwnCallsWeight::get().saturating_add(SponsoredCallsWeight::get());
	assert!(together.saturating_mul(4).all_lte(normal), "{together:?} of {normal:?}");
	assert!(SponsorWeight::get().saturating_mul(2).all_lte(SponsoredCallsWeight::get()));
	execute(|| {
		let patient = patient();
		let whole = OwnCallsWeight::get();
		FreeWeightUsed::<Runtime>::put(FreeWeights { own: whole, sponsored: Weight::zero() });
		let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
		let denied = Executive::apply_extrinsic(signed(&patient, deny_clinician()));
		assert_eq!(denied, Err(full));
		// The pool keeps it for the next block.
		next_block();
		succeeds(&patient, deny_clinician());
	});
}

fn asked<Answer: Decode>(method: &str, transaction: &UncheckedExtrinsic) -> Answer {
	let bytes = transaction.encode();
	let length = bytes.len() as u32;
	let answer = dispatch(method, &[bytes, length.encode()].concat()).unwrap();
	Answer::decode(&mut answer.as_slice()).unwrap()
}

// Polkadot.js Apps else says that the account has not enough funds.
#[test]
fn a_wallet_is_told_that_a_free_call_costs_nothing_and_any_other_its_fee() {
	execute(|| {
		let patient = patient();
		let fee = |transaction: &UncheckedExtrinsic| -> (Balance, Balance) {
			let info: RuntimeDispatchInfo<Balance> =
				asked("TransactionPaymentApi_query_info", transaction);
			let details: FeeDetails<Balance> =
				asked("TransactionPaymentApi_query_fee_details", transaction);
			(info.partial_fee, details.final_fee())
		};
		for call in [revoke_nothing(), permit_clinician()] {
			assert_eq!(fee(&signed(&patient, call)), (0, 0));
		}
		let transfer =
			BalancesCall::transfer_allow_death { dest: account(&patient).into(), value: UNIT };
		for transaction in [
			signed_with_tip(&patient, permit_clinician(), 1),
			signed(&patient, SystemCall::remark { remark: vec![] }),
			signed(&OUTSIDER.pair(), permit_clinician()),
			signed(&Alice.pair(), transfer),
		] {
			let (partial, whole) = fee(&transaction);
			assert!(partial > 0 && whole >= partial);
		}
		use_up_sponsors(&patient);
		assert!(fee(&signed(&patient, permit_clinician())).0 > 0);
		assert_eq!(fee(&signed(&patient, revoke_nothing())), (0, 0));
	});
}
