// SPDX-License-Identifier: Apache-2.0
//! What is done with a receipt: judged, published, erased.

use crate::{
	Config, Error, Event, GivenVerdict, Held, Models, Output, OutputBytes, Pallet, PublishedOutput,
	Receipt, ReceiptOf, ReceiptPayers, Receipts, Verdict, VerdictReason, WorkClass,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Footprint, Time},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::DispatchResult,
};
use salus_pallet_support::{Payment, is_licensed};
use salus_primitives::{Guardians, ModelId, Power, RequestId, output_digest_payload};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_give_verdict(
		clinician: T::AccountId,
		id: RequestId,
		verdict: Verdict,
		reason: VerdictReason,
	) -> DispatchResult {
		let mut receipt = Receipts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(receipt.item.requester == clinician, Error::<T>::NotPermitted);
		ensure!(is_licensed::<T::Participants, _>(&clinician), Error::<T>::NotInForce);
		ensure!(receipt.item.verdict.is_none(), Error::<T>::AlreadyJudged);
		let agrees = reason == VerdictReason::AgreesWithJudgement;
		ensure!(!agrees || verdict == Verdict::Accept, Error::<T>::ReasonMismatch);
		receipt.item.verdict = Some(GivenVerdict { verdict, reason, given_at: T::Time::now() });
		Receipts::<T>::insert(id, receipt);
		Self::deposit_event(Event::VerdictGiven { request: id, verdict, reason });
		Ok(())
	}

	pub(crate) fn do_publish_output(
		id: RequestId,
		model_id: ModelId,
		salt: [u8; 32],
		output: OutputBytes,
	) -> DispatchResult {
		let mut receipt = Receipts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let model = Models::<T>::get(model_id).ok_or(Error::<T>::NotFound)?.item;
		ensure!(receipt.item.class == WorkClass::Research, Error::<T>::ClassIsSealed);
		// Only a model for research can be open: it is of the receipt's class.
		ensure!(model.output == Output::Open, Error::<T>::OutputIsSealed);
		Self::ensure_approved(&model)?;
		// Data rule 6: what the patient erased stays erased.
		ensure!(receipt.item.erased_at.is_none(), Error::<T>::AlreadyErased);
		ensure!(receipt.item.output.is_none(), Error::<T>::AlreadyPublished);
		ensure!(on_grid(&output, model.steps), Error::<T>::OutputOffGrid);
		let content = blake2_256(&output_digest_payload(&salt, id, &model.digest, &output));
		ensure!(receipt.item.content == content, Error::<T>::ContentDiffers);
		receipt.item.output = Some(PublishedOutput { model: model_id, output });
		Receipts::<T>::insert(id, receipt);
		Self::deposit_event(Event::OutputPublished { request: id, model: model_id });
		Ok(())
	}

	pub(crate) fn do_erase_result(signer: &T::AccountId, id: RequestId) -> DispatchResult {
		let mut receipt = Receipts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let patient = &receipt.item.patient;
		let may =
			patient == signer || T::Participants::act(signer, patient, Power::Erase).is_some();
		ensure!(may, Error::<T>::NotPermitted);
		ensure!(receipt.item.erased_at.is_none(), Error::<T>::AlreadyErased);
		// Data rule 6.
		receipt.item.result = None;
		receipt.item.output = None;
		receipt.item.erased_at = Some(T::Time::now());
		Receipts::<T>::insert(id, receipt);
		Self::deposit_event(Event::ResultErased { request: id });
		Ok(())
	}

	pub(crate) fn do_pay_for(payer: T::AccountId, id: RequestId) -> DispatchResult {
		let Held { item, ticket } = Receipts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let before = Self::receipt_payer(id, &item);
		ensure!(before != payer, Error::<T>::AlreadyPaying);
		// And for saying who pays.
		let more = Footprint::from_mel::<(RequestId, T::AccountId)>();
		let receipt = Footprint::from_mel::<ReceiptOf<T>>();
		let footprint = Footprint {
			count: receipt.count.saturating_add(more.count),
			size: receipt.size.saturating_add(more.size),
		};
		let paid = T::Consideration::new_about(&payer, &item.patient, footprint)?;
		ticket.drop(&before)?;
		ReceiptPayers::<T>::insert(id, &payer);
		Receipts::<T>::insert(id, Held { item, ticket: paid });
		Self::deposit_event(Event::PaidFor { request: id, payer });
		Ok(())
	}

	/// Whose deposit or allowance pays for a receipt.
	pub(crate) fn receipt_payer(id: RequestId, receipt: &Receipt<T::AccountId>) -> T::AccountId {
		ReceiptPayers::<T>::get(id).unwrap_or_else(|| receipt.requester.clone())
	}
}

/// Whether the bytes are whole numbers of four bytes each, lowest byte first, none above `steps`.
pub(crate) fn on_grid(output: &[u8], steps: u32) -> bool {
	let (numbers, rest) = output.as_chunks::<4>();
	!numbers.is_empty()
		&& rest.is_empty()
		&& numbers.iter().all(|bytes| u32::from_le_bytes(*bytes) <= steps)
}
