// SPDX-License-Identifier: Apache-2.0
//! What is decided: by which call, whose duty it is, and by how many.

use super::duty::{Duty, OneOfTwo, Whom};
use crate::{Context, Failure, decision_support::names, times, upgrade};
use salus_chain::{
	bodies::{self, Share},
	calls::{
		self, Call,
		bodies::{
			Body,
			Body::{MedicalBoard, ModelCommittee, ReviewCommittee, TechnicalCommittee},
		},
	},
	money,
};
use salus_primitives::{BreakGlassId, participants::Jurisdiction, quorum::TaskId};

/// A thousandth of a token, in the chain's smallest unit.
const MILLI: u128 = money::WHOLE / 1_000;
/// A millionth of one.
const MICRO: u128 = money::WHOLE / 1_000_000;
/// Of a body, for its own duties.
const TWO_THIRDS: Share = Share::Parts(2, 3);
/// Of each of both, for what is made as root.
const THREE_QUARTERS: Share = Share::Parts(3, 4);
/// Of the review committee.
const ANY_TWO: Share = Share::Members(2);

/// What is to be decided, by whom.
pub struct Decision {
	/// Each of them.
	pub bodies: Vec<Body>,
	/// As many of each.
	pub share: Share,
	/// What the motion makes.
	pub call: Call,
}

/// The same, by one body.
pub struct DecisionOfOne {
	pub body: Body,
	pub share: Share,
	pub call: Call,
}

impl Decision {
	fn of(body: Body, call: Call) -> Self {
		let share = if body == ReviewCommittee { ANY_TWO } else { TWO_THIRDS };
		Self { bodies: vec![body], share, call }
	}

	/// What is made as root, by one of the two bodies or both.
	fn as_root(body: Option<OneOfTwo>, call: Call) -> Self {
		let both = || vec![MedicalBoard, TechnicalCommittee];
		let bodies = body.map_or_else(both, |one| vec![one.into()]);
		Self { bodies, share: THREE_QUARTERS, call }
	}

	/// A motion is one body's.
	pub fn of_one_body(self) -> Result<DecisionOfOne, Failure> {
		match self.bodies.as_slice() {
			[body] => Ok(DecisionOfOne { body: *body, share: self.share, call: self.call }),
			_ => Err(Failure::bad_input("both bodies decide on it, each by a motion of its own")
				.remedy("name one with --body")),
		}
	}

	/// Who decides on a development chain, where everybody has these keys: as few as suffice.
	pub fn usual_members(&self) -> Vec<String> {
		let all = ["//Alice", "//Bob", "//Charlie"];
		let count = usize::try_from(self.share.of(3)).unwrap_or(all.len());
		all.iter().take(count).map(|name| (*name).to_owned()).collect()
	}
}

impl Duty {
	/// By which call, and whose duty it is.
	pub async fn decision(self, context: &Context) -> Result<Decision, Failure> {
		use calls::{consent, decision_support, participants, quorum, records};
		let model = |text: &str| names::number(context, text);
		Ok(match self {
			Self::Accredit {
				accounts,
				kind,
				jurisdiction,
				registrations_per_day: vouchers,
				free_calls_per_day: free_calls,
			} => {
				let jurisdiction = country(&jurisdiction)?;
				let mut each = Vec::new();
				for account in &accounts {
					let account = context.account(account)?;
					each.push(participants::accredit(
						&account,
						kind,
						jurisdiction,
						vouchers,
						free_calls,
					));
				}
				let call = match each.as_slice() {
					[only] => only.clone(),
					_ => calls::sdk::batch_all(each),
				};
				Decision::of(MedicalBoard, call)
			}
			Self::License { account, profession, jurisdiction, until } => {
				let account = context.account(&account)?;
				let (country, until) = (country(&jurisdiction)?, times::parse_end(&until)?);
				let call = participants::license(&account, profession, country, until);
				Decision::of(MedicalBoard, call)
			}
			Self::Suspend { what, account } => {
				let account = context.account(&account)?;
				let call = match what {
					Whom::Organisation => participants::suspend_organisation(&account),
					Whom::Practitioner => participants::suspend_practitioner(&account),
					Whom::Operator => participants::suspend_operator(&account),
				};
				Decision::of(MedicalBoard, call)
			}
			Self::Reinstate { what, account } => {
				let account = context.account(&account)?;
				let call = match what {
					Whom::Organisation => participants::reinstate_organisation(&account),
					Whom::Practitioner => participants::reinstate_practitioner(&account),
					Whom::Operator => participants::reinstate_operator(&account),
				};
				Decision::of(MedicalBoard, call)
			}
			Self::AppointGuardian { account, patient, organisation, term, refuse } => {
				let call = participants::decide_proposal(
					&context.account(&patient)?,
					&context.account(&organisation)?,
					&context.account(&account)?,
					term.role(),
					term.until()?,
					!refuse,
				);
				Decision::of(MedicalBoard, call)
			}
			Self::RemoveGuardian { patient, guardian } => {
				let (patient, guardian) = (context.account(&patient)?, context.account(&guardian)?);
				Decision::of(MedicalBoard, participants::remove_guardian(&patient, &guardian))
			}
			Self::ApproveModel { model: text } => {
				Decision::of(ModelCommittee, decision_support::approve_model(model(&text)?))
			}
			Self::SuspendModel { model: text } => {
				Decision::of(ModelCommittee, decision_support::suspend_model(model(&text)?))
			}
			Self::StrikeReport { model: text, reporter } => {
				let (model, reporter) = (model(&text)?, context.account(&reporter)?);
				Decision::of(ModelCommittee, decision_support::strike_report(model, &reporter))
			}
			Self::Review { case, outcome, late } => {
				let call = consent::review_break_glass(BreakGlassId(case), outcome);
				Decision::of(if late { MedicalBoard } else { ReviewCommittee }, call)
			}
			Self::SetPrice { class, milli } => {
				let price = u128::from(milli).saturating_mul(MILLI);
				Decision::of(TechnicalCommittee, quorum::set_price(class, price))
			}
			Self::SetCustodyPrice { micro } => {
				let price = u128::from(micro).saturating_mul(MICRO);
				Decision::of(TechnicalCommittee, records::set_custody_price(price))
			}
			Self::Rule { task, operator, uphold } => {
				let operator = context.account(&operator)?;
				Decision::of(TechnicalCommittee, quorum::rule(TaskId(task), &operator, uphold))
			}
			Self::AuthorizeUpgrade { runtime, body } => {
				let hash = hash_of(context, &upgrade::authorisation(&runtime)?).await?;
				Decision::as_root(body, calls::bodies::approve_enactment(hash))
			}
			Self::WithdrawUpgrade { runtime, body } => {
				let hash = hash_of(context, &upgrade::authorisation(&runtime)?).await?;
				Decision::as_root(Some(body), calls::bodies::withdraw_enactment(hash))
			}
			Self::ExtendBrake { body } => {
				let hash = hash_of(context, &calls::bodies::extend_brake()).await?;
				Decision::as_root(body, calls::bodies::approve_enactment(hash))
			}
			Self::Brake { body } => Decision::of(body.into(), calls::bodies::brake()),
			Self::ReleaseBrake { body } => {
				Decision::of(body.into(), calls::bodies::release_brake())
			}
		})
	}
}

async fn hash_of(context: &Context, call: &Call) -> Result<[u8; 32], Failure> {
	Ok(bodies::hash_of(context.chain().await?, call).await?)
}

fn country(text: &str) -> Result<Jurisdiction, Failure> {
	text.as_bytes()
		.try_into()
		.ok()
		.filter(|code: &Jurisdiction| code.iter().all(u8::is_ascii_uppercase))
		.ok_or_else(|| {
			Failure::bad_input(format!("{text} is not a country code of two capital letters"))
		})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_made_as_root_takes_both_bodies_and_more_of_each() {
		let call = || calls::bodies::extend_brake();
		let both = Decision::as_root(None, call());
		assert_eq!(both.bodies, [MedicalBoard, TechnicalCommittee]);
		assert_eq!(both.usual_members().len(), 3);
		assert!(both.of_one_body().is_err());
		let one = Decision::as_root(Some(OneOfTwo::TechnicalCommittee), call());
		assert!(one.of_one_body().is_ok_and(|one| one.body == TechnicalCommittee));
		let own = Decision::of(MedicalBoard, call());
		assert_eq!((own.share, own.usual_members().len()), (TWO_THIRDS, 2));
		assert_eq!(Decision::of(ReviewCommittee, call()).share, ANY_TWO);
	}
}
