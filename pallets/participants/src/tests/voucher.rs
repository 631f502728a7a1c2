//! A voucher registers one patient, once, on one chain, in its time, within its organisation's quota,
//! and nobody pays but the organisation. Data rule 10.

use super::*;
use crate::{
	Call, EncryptionKeys, HoldReason, Organisations, Patients, VoucherRefusal,
	mock::{
		Balances, DAY, HOUR, MONEY, PATIENT_DEPOSIT, RuntimeCall, System, build_and_execute,
		insurer, other_patient, pass, somebody,
	},
};
use polkadot_sdk::{
	frame_support::{
		assert_noop,
		dispatch::GetDispatchInfo,
		pallet_prelude::{TransactionSource, ValidTransaction},
		traits::{
			Authorize,
			fungible::{Inspect, InspectHold, Mutate},
			tokens::Preservation,
		},
	},
	frame_system::{self, AuthorizeCall, RawOrigin},
	sp_runtime::{
		generic::UncheckedExtrinsic,
		traits::{Applyable, Checkable},
		transaction_validity::{InvalidTransaction, TransactionValidityError},
	},
};

type Signatures = (MultiSignature, MultiSignature);

fn signatures(voucher: &Voucher<AccountId>, key: &[u8; 32]) -> Signatures {
	let payload = payload(voucher, key);
	(sign(Sr25519Keyring::Alice, &payload), sign(Sr25519Keyring::Bob, &payload))
}

fn call(voucher: Voucher<AccountId>, key: [u8; 32], signatures: Signatures) -> Call<Test> {
	Call::register_with_voucher {
		voucher,
		encryption_key: key,
		organisation_signature: signatures.0,
		patient_signature: signatures.1,
	}
}

fn authorize(call: &Call<Test>) -> Result<ValidTransaction, TransactionValidityError> {
	call.authorize(TransactionSource::External).unwrap().map(|(validity, _)| validity)
}

fn good_call() -> Call<Test> {
	let voucher = voucher_for(patient(), HOUR);
	let signatures = signatures(&voucher, &KEY);
	call(voucher, KEY, signatures)
}

/// Sends the call as the node would: checked, let in, dispatched.
fn send(call: Call<Test>) -> Result<(), TransactionValidityError> {
	type Extrinsic =
		UncheckedExtrinsic<AccountId, RuntimeCall, MultiSignature, (AuthorizeCall<Test>,)>;
	let call = RuntimeCall::Participants(call);
	let extrinsic = Extrinsic::new_transaction(call, (AuthorizeCall::new(),));
	let info = extrinsic.get_dispatch_info();
	let checked =
		Checkable::check(extrinsic, &frame_system::ChainContext::<Test>::default()).unwrap();
	let outcome = checked.apply::<Test>(&info, 0)?;
	// What is let in must not fail: it pays nothing.
	outcome.unwrap();
	Ok(())
}

fn refused(refusal: VoucherRefusal) -> TransactionValidityError {
	InvalidTransaction::Custom(refusal.code()).into()
}

#[test]
fn a_patient_without_money_is_registered_and_the_organisation_pays() {
	build_and_execute(|| {
		accredit_clinic();
		assert_eq!(Balances::total_balance(&patient()), 0);
		assert_ok!(send(good_call()));
		let held = Patients::<Test>::get(patient()).unwrap();
		assert_eq!(held.item.organisation, Some(clinic()));
		assert_eq!(held.ticket.depositor, clinic());
		assert_eq!(
			Balances::balance_on_hold(&HoldReason::Patient.into(), &clinic()),
			PATIENT_DEPOSIT
		);
		assert_eq!(EncryptionKeys::<Test>::get(patient()).unwrap().key, KEY);
		// The account lives without money: it may sign.
		assert_eq!(System::sufficients(&patient()), 1);
		let organisation = Organisations::<Test>::get(clinic()).unwrap();
		assert_eq!(organisation.patient_count, 1);
	});
}

#[test]
fn signatures_may_be_wrapped_as_polkadot_js_wraps_them() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let wrapped = [b"<Bytes>", payload(&voucher, &KEY).as_slice(), b"</Bytes>"].concat();
		let raw = payload(&voucher, &KEY);
		let alice = sign(Sr25519Keyring::Alice, &raw);
		let bob = sign(Sr25519Keyring::Bob, &wrapped);
		assert_ok!(send(call(voucher, KEY, (alice, bob))));
	});
}

#[test]
fn the_pool_keeps_it_until_it_expires_and_only_one_for_a_patient() {
	build_and_execute(|| {
		accredit_clinic();
		let first = authorize(&good_call()).unwrap();
		assert_eq!(first.longevity, HOUR / 6_000);
		assert!(first.propagate);
		let voucher = voucher_for(patient(), 2 * HOUR);
		let signatures = signatures(&voucher, &KEY);
		let second = authorize(&call(voucher, KEY, signatures)).unwrap();
		assert_eq!(first.provides, second.provides);
	});
}

#[test]
fn a_replayed_voucher_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let call = good_call();
		assert_ok!(send(call.clone()));
		assert_eq!(send(call), Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn a_voucher_does_not_come_back_to_life_when_its_organisation_stands_down() {
	build_and_execute(|| {
		accredit_clinic();
		let call = good_call();
		assert_ok!(send(call.clone()));
		assert_ok!(Participants::stand_down(signed(clinic()), patient()));
		assert_eq!(send(call), Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn a_voucher_for_another_patient_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let signatures = signatures(&voucher, &KEY);
		let stolen = Voucher { patient: other_patient(), ..voucher };
		let bad_proof = Err(InvalidTransaction::BadProof.into());
		assert_eq!(authorize(&call(stolen.clone(), KEY, signatures.clone())), bad_proof);
		// Nor when the thief signs for itself.
		let thief = sign(Sr25519Keyring::Charlie, &payload(&stolen, &KEY));
		assert_eq!(authorize(&call(stolen, KEY, (signatures.0, thief))), bad_proof);
	});
}

#[test]
fn a_voucher_with_another_key_than_the_patient_signed_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let signatures = signatures(&voucher, &KEY);
		assert_eq!(
			authorize(&call(voucher, [8; 32], signatures)),
			Err(InvalidTransaction::BadProof.into())
		);
	});
}

#[test]
fn a_voucher_of_another_chain_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let elsewhere = voucher.payload(&[1; 32], &KEY);
		let signatures =
			(sign(Sr25519Keyring::Alice, &elsewhere), sign(Sr25519Keyring::Bob, &elsewhere));
		assert_eq!(
			authorize(&call(voucher, KEY, signatures)),
			Err(InvalidTransaction::BadProof.into())
		);
	});
}

#[test]
fn a_signature_on_a_payload_without_the_domain_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let whole = payload(&voucher, &KEY);
		// The domain stands behind one byte that says how long it is.
		let bare = &whole[1 + salus_primitives::VOUCHER_DOMAIN.len()..];
		let signatures = (sign(Sr25519Keyring::Alice, bare), sign(Sr25519Keyring::Bob, bare));
		assert_eq!(
			authorize(&call(voucher, KEY, signatures)),
			Err(InvalidTransaction::BadProof.into())
		);
	});
}

#[test]
fn each_signature_must_be_of_its_own_signer() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let (alice, bob) = signatures(&voucher, &KEY);
		let eve = sign(Sr25519Keyring::Eve, &payload(&voucher, &KEY));
		let pairs = [
			(bob.clone(), alice.clone()),
			(alice.clone(), alice.clone()),
			(bob.clone(), bob.clone()),
			(eve.clone(), bob),
			(alice, eve),
		];
		for pair in pairs {
			assert_eq!(
				authorize(&call(voucher.clone(), KEY, pair)),
				Err(InvalidTransaction::BadProof.into())
			);
		}
	});
}

#[test]
fn data_rule_8_an_expired_voucher_is_refused_by_the_clock() {
	build_and_execute(|| {
		accredit_clinic();
		let call = good_call();
		pass(HOUR - 1);
		assert_ok!(authorize(&call));
		pass(1);
		assert_eq!(authorize(&call), Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn an_over_long_voucher_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		for (lifetime, expected) in
			[(7 * DAY, Ok(())), (7 * DAY + 1, Err(refused(VoucherRefusal::TooLong)))]
		{
			let voucher = voucher_for(patient(), lifetime);
			let signatures = signatures(&voucher, &KEY);
			assert_eq!(authorize(&call(voucher, KEY, signatures)).map(|_| ()), expected);
		}
	});
}

#[test]
fn a_weak_key_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let signatures = signatures(&voucher, &[0; 32]);
		assert_eq!(
			authorize(&call(voucher, [0; 32], signatures)),
			Err(refused(VoucherRefusal::WeakKey))
		);
	});
}

#[test]
fn the_quota_of_the_day_bounds_an_organisation_and_comes_back_the_next_day() {
	build_and_execute(|| {
		accredit_clinic();
		for number in 0..QUOTA as u8 {
			let voucher = voucher_for(somebody(100 + number), HOUR);
			assert_ok!(Participants::do_register_with_voucher(voucher, KEY));
		}
		assert_eq!(authorize(&good_call()), Err(refused(VoucherRefusal::QuotaExhausted)));
		assert_noop!(
			Participants::do_register_with_voucher(voucher_for(patient(), HOUR), KEY),
			error(Error::QuotaExhausted)
		);
		pass(DAY);
		assert_ok!(send(good_call()));
		assert_eq!(Organisations::<Test>::get(clinic()).unwrap().vouchers_today.count, 1);
	});
}

#[test]
fn a_suspended_organisation_s_vouchers_are_void_until_it_is_reinstated() {
	build_and_execute(|| {
		accredit_clinic();
		let call = good_call();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(authorize(&call), Err(refused(VoucherRefusal::OrganisationNotInForce)));
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_ok!(send(call));
	});
}

#[test]
fn nobody_but_an_accredited_organisation_gives_vouchers() {
	build_and_execute(|| {
		assert_eq!(authorize(&good_call()), Err(refused(VoucherRefusal::OrganisationNotInForce)));
	});
}

#[test]
fn an_organisation_that_cannot_pay_registers_nobody() {
	build_and_execute(|| {
		accredit_clinic();
		let rest = PATIENT_DEPOSIT - 1;
		assert_ok!(Balances::transfer(&clinic(), &insurer(), MONEY - rest, Preservation::Preserve));
		assert_eq!(authorize(&good_call()), Err(InvalidTransaction::Payment.into()));
	});
}

#[test]
fn the_call_can_t_be_sent_around_its_authorisation() {
	build_and_execute(|| {
		accredit_clinic();
		let voucher = voucher_for(patient(), HOUR);
		let (alice, bob) = signatures(&voucher, &KEY);
		let origins: [RuntimeOrigin; 3] =
			[RawOrigin::Root.into(), RawOrigin::None.into(), RawOrigin::Signed(clinic()).into()];
		for origin in origins {
			assert_noop!(
				Participants::register_with_voucher(
					origin,
					voucher.clone(),
					KEY,
					alice.clone(),
					bob.clone()
				),
				DispatchError::BadOrigin
			);
		}
	});
}
