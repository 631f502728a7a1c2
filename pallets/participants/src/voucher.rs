//! Registration on a voucher: what keeps a bad one out of every block. Data rule 10.
//!
//! An authorised transaction pays no fee, so whatever can fail must fail here, before it is in a block:
//! a call that failed later could be sent again for ever, for nothing.

use crate::{
	AccountIdOf, Config, Error, HoldReason, Organisation, Organisations, Pallet, Patients,
	VoucherRefusal,
};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::{TransactionSource, TransactionValidityWithRefund},
		traits::{Get, Time, fungible::InspectHold},
		weights::Weight,
	},
	frame_system::{self, pallet_prelude::BlockNumberFor},
	sp_runtime::{
		traits::{Verify, Zero},
		transaction_validity::{InvalidTransaction, TransactionValidityError, ValidTransaction},
	},
};
use salus_primitives::Voucher;

impl<T: Config> Pallet<T> {
	/// Lets a voucher into the pool and into a block, or says why not.
	pub(crate) fn authorize_voucher(
		_source: TransactionSource,
		voucher: &Voucher<AccountIdOf<T>>,
		encryption_key: &[u8; 32],
		organisation_signature: &T::OffchainSignature,
		patient_signature: &T::OffchainSignature,
	) -> TransactionValidityWithRefund {
		// What costs little is checked first, so that a flood of bad vouchers costs little.
		Self::check_terms(voucher, encryption_key).map_err(as_invalid)?;
		let payload = voucher.payload(&Self::genesis_hash(), encryption_key);
		for (signature, signer) in
			[(patient_signature, &voucher.patient), (organisation_signature, &voucher.organisation)]
		{
			ensure!(
				Self::has_signed(&payload, signature, signer),
				TransactionValidityError::from(InvalidTransaction::BadProof)
			);
		}
		// The pool counts in blocks; expiry itself compares the clock. Data rule 8.
		let left = voucher.expires_at.saturating_sub(T::Time::now());
		let validity = ValidTransaction::with_tag_prefix("salus-voucher")
			.and_provides(&voucher.patient)
			.longevity(left.checked_div(T::BlockTime::get()).unwrap_or(1).max(1))
			.propagate(true)
			.build()?;
		Ok((validity, Weight::zero()))
	}

	/// Everything about a voucher but the signatures. Gives the organisation.
	pub(crate) fn check_terms(
		voucher: &Voucher<AccountIdOf<T>>,
		encryption_key: &[u8; 32],
	) -> Result<Organisation, Error<T>> {
		let now = T::Time::now();
		ensure!(now < voucher.expires_at, Error::<T>::Expired);
		ensure!(
			voucher.expires_at.saturating_sub(now) <= T::MaxVoucherLifetime::get(),
			Error::<T>::VoucherTooLong
		);
		Self::ensure_strong(encryption_key)?;
		// A patient registers once, so a voucher used is a voucher void.
		ensure!(!Patients::<T>::contains_key(&voucher.patient), Error::<T>::AlreadyRegistered);
		let organisation = Organisations::<T>::get(&voucher.organisation)
			.filter(|organisation| !organisation.suspended)
			.ok_or(Error::<T>::OrganisationNotInForce)?;
		ensure!(organisation.vouchers_left(Self::today()) > 0, Error::<T>::QuotaExhausted);
		ensure!(
			T::Currency::can_hold(
				&HoldReason::Patient.into(),
				&voucher.organisation,
				T::PatientDeposit::get()
			),
			Error::<T>::DepositUnaffordable
		);
		Ok(organisation)
	}

	/// Whether the signer has signed the payload, as it is or as Polkadot.js wraps what it is asked to
	/// sign, so that nobody can be led to sign a transaction as if it were text.
	fn has_signed(
		payload: &[u8],
		signature: &T::OffchainSignature,
		signer: &AccountIdOf<T>,
	) -> bool {
		let wrapped: Vec<u8> = [b"<Bytes>", payload, b"</Bytes>"].concat();
		signature.verify(payload, signer) || signature.verify(wrapped.as_slice(), signer)
	}

	/// Which chain this is; zeros before there is one.
	pub(crate) fn genesis_hash() -> [u8; 32] {
		let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		hash.as_ref().try_into().unwrap_or_default()
	}
}

fn as_invalid<T: Config>(error: Error<T>) -> TransactionValidityError {
	let refusal = match error {
		Error::AlreadyRegistered | Error::Expired => return InvalidTransaction::Stale.into(),
		Error::DepositUnaffordable => return InvalidTransaction::Payment.into(),
		Error::VoucherTooLong => VoucherRefusal::TooLong,
		Error::OrganisationNotInForce => VoucherRefusal::OrganisationNotInForce,
		Error::WeakKey => VoucherRefusal::WeakKey,
		Error::QuotaExhausted => VoucherRefusal::QuotaExhausted,
		_ => VoucherRefusal::Other,
	};
	InvalidTransaction::Custom(refusal.code()).into()
}
