//! How a model is watched while it is in use: reports of drift, and counts of outcomes.

use crate::{Config, DriftReports, Error, Event, ModelState, Models, Pallet};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, ensure,
		traits::{Consideration, Footprint, Time},
	},
	sp_runtime::DispatchResult,
};
use salus_pallet_support::is_licensed;
use salus_primitives::{ModelId, Moment, Operators};
use scale_info::TypeInfo;

/// The fewest outcomes that are reported at once.
pub const MIN_OUTCOMES: u64 = 100;

/// The smallest count of outcomes besides 0: "no cell 10 or less", as the cell size suppression policy of
/// the US Centers for Medicare & Medicaid Services has it.
pub const SMALLEST_COUNT: u32 = 11;

/// How far a model's live inputs have drifted from those it was trained on.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Drift {
	/// The population stability index of some input is at least 0.1, and of none 0.25.
	Moderate,
	/// The population stability index of some input is at least 0.25.
	Large,
}

/// An operator's word that a model's live inputs have drifted.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct DriftReport<T: Config> {
	/// How far.
	pub drift: Drift,
	/// When the operator said so last.
	pub reported_at: Moment,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}

/// How many operators say that a model's live inputs have drifted.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct DriftCounts {
	/// Moderately.
	pub moderate: u32,
	/// By much.
	pub large: u32,
}

impl DriftCounts {
	fn count_of(&mut self, drift: Drift) -> &mut u32 {
		match drift {
			Drift::Moderate => &mut self.moderate,
			Drift::Large => &mut self.large,
		}
	}

	pub(crate) fn enter(&mut self, drift: Drift) {
		let count = self.count_of(drift);
		*count = count.saturating_add(1);
	}

	fn strike(&mut self, drift: Drift) {
		let count = self.count_of(drift);
		*count = count.saturating_sub(1);
	}
}

/// How predictions turned out, once that was known.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Outcomes {
	/// The model said yes, and it was so.
	pub true_positive: u32,
	/// The model said yes, and it was not so.
	pub false_positive: u32,
	/// The model said no, and it was not so.
	pub true_negative: u32,
	/// The model said no, and it was so.
	pub false_negative: u32,
}

impl Outcomes {
	fn counts(self) -> [u32; 4] {
		[self.true_positive, self.false_positive, self.true_negative, self.false_negative]
	}

	/// How many outcomes there are in all.
	pub fn total(self) -> u64 {
		self.counts().into_iter().map(u64::from).fold(0, u64::saturating_add)
	}

	/// Whether a count is so small, and not 0, that it could tell of single patients.
	pub fn has_small_count(self) -> bool {
		self.counts().into_iter().any(|count| (1..SMALLEST_COUNT).contains(&count))
	}

	/// Whether all outcomes are of one kind, so that they would tell the same of everybody counted.
	pub fn tells_the_same_of_all(self) -> bool {
		let ill = u64::from(self.true_positive).saturating_add(self.false_negative.into());
		ill == 0 || ill == self.total()
	}

	fn plus(self, other: Self) -> Self {
		Self {
			true_positive: self.true_positive.saturating_add(other.true_positive),
			false_positive: self.false_positive.saturating_add(other.false_positive),
			true_negative: self.true_negative.saturating_add(other.true_negative),
			false_negative: self.false_negative.saturating_add(other.false_negative),
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_drift(
		operator: T::AccountId,
		model: ModelId,
		drift: Option<Drift>,
	) -> DispatchResult {
		match drift {
			Some(drift) => Self::enter_drift(&operator, model, drift)?,
			None => Self::strike_drift(&operator, model)?,
		}
		Self::deposit_event(Event::DriftReported { model, operator, drift });
		Ok(())
	}

	fn enter_drift(operator: &T::AccountId, id: ModelId, drift: Drift) -> DispatchResult {
		ensure!(T::Operators::is_in_service(operator), Error::<T>::NotPermitted);
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// One that was never approved was never asked, and has had no input.
		ensure!(model.state != ModelState::Proposed, Error::<T>::ModelNotApproved);
		let ticket = match DriftReports::<T>::get(id, operator) {
			Some(former) => {
				model.drift.strike(former.drift);
				former.ticket
			}
			None => T::Consideration::new(operator, Footprint::from_mel::<DriftReport<T>>())?,
		};
		model.drift.enter(drift);
		Models::<T>::insert(id, model);
		let report = DriftReport { drift, reported_at: T::Time::now(), ticket };
		DriftReports::<T>::insert(id, operator, report);
		Ok(())
	}

	/// Asks nobody to be in service, so that an operator that has left can take back its report and its deposit.
	fn strike_drift(operator: &T::AccountId, id: ModelId) -> DispatchResult {
		let report = DriftReports::<T>::take(id, operator).ok_or(Error::<T>::NotFound)?;
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		model.drift.strike(report.drift);
		Models::<T>::insert(id, model);
		report.ticket.drop(operator)?;
		Ok(())
	}

	pub(crate) fn do_report_outcomes(
		reporter: T::AccountId,
		id: ModelId,
		outcomes: Outcomes,
	) -> DispatchResult {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(is_licensed::<T::Participants, _>(&reporter), Error::<T>::NotInForce);
		// Data rule 1: what is so of one patient must not show.
		ensure!(outcomes.total() >= MIN_OUTCOMES, Error::<T>::TooFewOutcomes);
		ensure!(!outcomes.has_small_count(), Error::<T>::SmallCount);
		ensure!(!outcomes.tells_the_same_of_all(), Error::<T>::OneOutcomeOnly);
		// By the totals, which are wide enough never to saturate; so no count saturates below.
		let total = model.outcomes.total().saturating_add(outcomes.total());
		ensure!(total <= u64::from(model.settled), Error::<T>::MoreOutcomesThanReceipts);
		model.outcomes = model.outcomes.plus(outcomes);
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::OutcomesReported { model: id, reporter, outcomes });
		Ok(())
	}
}
