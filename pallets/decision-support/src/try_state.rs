// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::{
	Config, DriftCounts, DriftReports, Held, Input, ModelState, Models, NextModel, Outcomes,
	Output, Pallet, ReceiptPayers, Receipts, ReportedRuns, Reports, Requests, RequestsOf, Tallies,
	UsageReports, Verdicts, WorkClass,
};
use alloc::collections::{BTreeMap, BTreeSet};
use polkadot_sdk::{frame_support::ensure, sp_runtime::TryRuntimeError};
use salus_pallet_support::Deposits;
use salus_primitives::{decision_support::MIN_REPORT, quorum::Quorum};

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists, in its order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_models()?;
		Self::try_requests()?;
		Self::try_receipts()?;
		Self::try_lists()?;
		Self::try_reports()?;
		Self::try_drift()?;
		Self::try_usage()?;
		Self::deposits().check::<T::Consideration>()
	}

	/// What each account's tickets of this pallet hold.
	pub fn deposits() -> Deposits<T::AccountId> {
		let mut deposits = Deposits::default();
		for Held { item: model, ticket } in Models::<T>::iter_values() {
			deposits.add(model.proposer, &ticket);
		}
		for Held { item: request, ticket } in Requests::<T>::iter_values() {
			deposits.add(request.requester.clone(), &ticket.request);
			deposits.add(request.requester, &ticket.receipt);
		}
		for (id, Held { item: receipt, ticket }) in Receipts::<T>::iter() {
			deposits.add(Self::receipt_payer(id, &receipt), &ticket);
		}
		for (_, reporter, report) in Reports::<T>::iter() {
			deposits.add(reporter, &report.ticket);
		}
		for (_, operator, report) in DriftReports::<T>::iter() {
			deposits.add(operator, &report.ticket);
		}
		for (_, operator, report) in UsageReports::<T>::iter() {
			deposits.add(operator, &report.ticket);
		}
		deposits
	}

	fn try_models() -> Result<(), TryRuntimeError> {
		for (id, Held { item: model, .. }) in Models::<T>::iter() {
			ensure!(id < NextModel::<T>::get(), "a model's id was never given");
			ensure!(model.steps > 0, "a grid has no step");
			let may_be_open = model.class == WorkClass::Research;
			ensure!(model.output == Output::Sealed || may_be_open, "a class's outputs are open");
			let mut verdicts = Verdicts::default();
			let mut outcomes = Outcomes::default();
			for report in Reports::<T>::iter_prefix_values(id) {
				verdicts = verdicts.plus(report.verdicts);
				outcomes = outcomes.plus(report.outcomes);
			}
			ensure!(model.verdicts == verdicts, "a model's verdicts are not those reported");
			ensure!(model.outcomes == outcomes, "a model's outcomes are not those reported");
		}
		Ok(())
	}

	fn try_requests() -> Result<(), TryRuntimeError> {
		for (id, Held { item: request, .. }) in Requests::<T>::iter() {
			ensure!(request.tier.is_sound(), "two results could win");
			ensure!(!request.inputs.is_empty(), "a request reads nothing");
			let read = || core::iter::once(&request.job).chain(&request.inputs);
			let distinct: BTreeSet<_> = read().map(|input| input.record).collect();
			ensure!(distinct.len() == read().count(), "a request reads a record twice");
			let opened = |input: &Input| input.access.is_some();
			ensure!(read().all(opened) || !read().any(opened), "a request is opened by half");
			ensure!(!Receipts::<T>::contains_key(id), "an open request has a receipt");
			ensure!(
				RequestsOf::<T>::contains_key(&request.patient, id),
				"a request is not in its patient's list"
			);
		}
		Ok(())
	}

	fn try_receipts() -> Result<(), TryRuntimeError> {
		ensure!(
			ReceiptPayers::<T>::iter_keys().all(Receipts::<T>::contains_key),
			"somebody pays for no receipt"
		);
		for (id, Held { item: receipt, .. }) in Receipts::<T>::iter() {
			let majority = u16::from(receipt.agreeing).saturating_mul(2) > u16::from(receipt.seats);
			ensure!(majority, "a receipt without a majority");
			ensure!(receipt.agreeing <= receipt.seats, "more agreed than were drawn");
			if let Some(published) = &receipt.output {
				ensure!(receipt.class == WorkClass::Research, "a sealed output is published");
				let model =
					Models::<T>::get(published.model).ok_or("a published model is unknown")?;
				ensure!(model.item.output == Output::Open, "a sealed model's output is published");
			}
			let gone = receipt.result.is_none() && receipt.output.is_none();
			ensure!(receipt.erased_at.is_none() || gone, "an erased result is there");
			ensure!(
				RequestsOf::<T>::contains_key(&receipt.patient, id),
				"a receipt is not in its patient's list"
			);
		}
		Ok(())
	}

	fn try_lists() -> Result<(), TryRuntimeError> {
		for (patient, id, ()) in RequestsOf::<T>::iter() {
			let of_receipt = Receipts::<T>::get(id).map(|receipt| receipt.item.patient);
			let of_request = Requests::<T>::get(id).map(|request| request.item.patient);
			ensure!(
				of_receipt.or(of_request) == Some(patient),
				"a request is listed for another patient"
			);
		}
		Ok(())
	}

	fn try_reports() -> Result<(), TryRuntimeError> {
		let mut receipts = BTreeMap::<_, u32>::new();
		for (_, Held { item: receipt, .. }) in Receipts::<T>::iter() {
			let count = receipts.entry(receipt.requester).or_default();
			*count = count.saturating_add(1);
		}
		let mut reported = BTreeMap::<_, (u64, u64)>::new();
		for (id, reporter, report) in Reports::<T>::iter() {
			let model = Models::<T>::get(id).ok_or("a reported model is unknown")?.item;
			ensure!(model.state != ModelState::Proposed, "results of a model that was never asked");
			let said = report.verdicts.total().saturating_add(report.outcomes.total());
			ensure!(said > 0, "an empty report is stored");
			let (verdicts, outcomes) = reported.entry(reporter).or_default();
			*verdicts = verdicts.saturating_add(report.verdicts.total());
			*outcomes = outcomes.saturating_add(report.outcomes.total());
		}
		for (requester, tally) in Tallies::<T>::iter() {
			let count = receipts.remove(&requester).unwrap_or_default();
			ensure!(tally.receipts == count, "a requester's receipts are miscounted");
			let within = tally.verdicts <= count && tally.outcomes <= count;
			ensure!(within, "more is reported than there are receipts");
			// What was struck stays in the tally.
			let (verdicts, outcomes) = reported.remove(&requester).unwrap_or_default();
			let counted =
				verdicts <= u64::from(tally.verdicts) && outcomes <= u64::from(tally.outcomes);
			ensure!(counted, "a report is in no tally");
		}
		ensure!(receipts.is_empty(), "a requester has no tally");
		ensure!(reported.is_empty(), "a reporter has no tally");
		Ok(())
	}

	fn try_drift() -> Result<(), TryRuntimeError> {
		for (id, Held { item: model, .. }) in Models::<T>::iter() {
			let mut counted = DriftCounts::default();
			for report in DriftReports::<T>::iter_prefix_values(id) {
				counted.add(report.drift);
			}
			ensure!(counted == model.drift, "a model's reports of drift are miscounted");
		}
		for (id, _) in DriftReports::<T>::iter_keys() {
			let model = Models::<T>::get(id).ok_or("a drifting model is unknown")?.item;
			ensure!(model.state != ModelState::Proposed, "a model drifts that was never approved");
		}
		Ok(())
	}

	fn try_usage() -> Result<(), TryRuntimeError> {
		let mut standing = BTreeMap::<_, u64>::new();
		for (id, operator, report) in UsageReports::<T>::iter() {
			let model = Models::<T>::get(id).ok_or("a model that was run is unknown")?.item;
			ensure!(model.state != ModelState::Proposed, "a model was run that was never approved");
			ensure!(u64::from(report.runs) >= MIN_REPORT, "so few runs tell of single requests");
			let runs = standing.entry(operator).or_default();
			*runs = runs.saturating_add(report.runs.into());
		}
		for (operator, reported) in ReportedRuns::<T>::iter() {
			// What was struck stays in the tally.
			let runs = standing.remove(&operator).unwrap_or_default();
			ensure!(runs <= u64::from(reported), "reported runs are in no tally");
			let paid = T::Quorum::paid_seats(&operator);
			ensure!(reported <= paid, "more runs are reported than seats were paid");
		}
		ensure!(standing.is_empty(), "an operator that reported runs has no tally");
		Ok(())
	}
}
