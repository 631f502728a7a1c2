// SPDX-License-Identifier: Apache-2.0
//! Guardians: a patient appoints and dismisses them; for one who can't, an organisation proposes and the authority
//! appoints. What they do then is done by the same commands as a patient's, with their own key.

use super::{
	Context, Failure, Responded, boxed,
	codes::one_of,
	response::{Done, Nothing, Plain},
	times,
};
use clap::{Args, Subcommand};
use salus_chain::{
	AccountId, ChainClient,
	calls::participants,
	queries::{self, GuardianProposal},
};
use salus_primitives::{Day, GuardianRole, Moment, WithId};
use serde::Serialize;

/// What is true of all who act for a patient, beside what their roles may.
const ROLES: &str = "Roles:\n  parent         permits, denies, reads (PATRQT), writes, contests\n  legalGuardian  the same, and \
	erases\n  carer          reads (PATRQT) and writes in the general compartment\n\nNone of them changes the patient's key, \
	moves the patient's money, appoints another or lifts what the patient denied.\nThey sign with their own key: salus --as \
	parent consent grant --for PATIENT …, record read … --purpose PATRQT, record add … --patient PATIENT, consent answer, \
	record contest.";

/// As what, and until when.
#[derive(Args, Debug)]
pub struct Term {
	/// As what.
	#[arg(long, value_parser = one_of(GuardianRole::ALL, GuardianRole::from_code))]
	role: GuardianRole,
	/// Until when. For a parent or legal guardian a year, as 2040: it ends as that year begins in UTC, so that no birth
	/// date stands on the chain. For a carer a date (that whole day included) or a time, a year ahead at most.
	#[arg(long)]
	until: String,
}

impl Term {
	pub fn role(&self) -> GuardianRole {
		self.role
	}

	/// The moment that it ends.
	pub fn until(&self) -> Result<Moment, Failure> {
		match self.role {
			GuardianRole::Carer => times::parse_end(&self.until),
			GuardianRole::Parent | GuardianRole::LegalGuardian => beginning_of_year(&self.until),
		}
	}
}

/// The first moment of a year, in UTC.
fn beginning_of_year(text: &str) -> Result<Moment, Failure> {
	const DAY: i64 = 24 * 3_600_000;
	let day = format!("{text}-01-01").parse::<Day>().ok();
	day.and_then(|Day(days)| i64::from(days).checked_mul(DAY))
		.and_then(|moment| Moment::try_from(moment).ok())
		.ok_or_else(|| {
			Failure::bad_input(format!("{text} is not a year")).remedy(
				"a parent's or legal guardian's end is a year, as 2040: any date would tell when the patient was born",
			)
		})
}

#[derive(Subcommand, Debug)]
pub enum Guardian {
	/// As a patient: appoint a guardian, or give the one who is a new role and end.
	#[command(
		after_help = format!("Examples:\n  salus guardian appoint 5F3s… --role parent --until 2040\n  salus guardian appoint 5F3s… --role carer --until 2027-01-31\n\n{ROLES}")
	)]
	Appoint {
		/// Their account, which must be registered: as a patient, for instance.
		account: String,
		#[command(flatten)]
		term: Term,
	},
	/// As a patient: dismiss a guardian, whoever appointed them.
	#[command(after_help = "Example:\n  salus guardian dismiss 5F3s…")]
	Dismiss {
		/// Their account.
		account: String,
	},
	/// As a guardian: resign.
	#[command(after_help = "Example:\n  salus --as parent guardian resign 5Child…")]
	Resign {
		/// The patient.
		patient: String,
	},
	/// A patient's guardians, now and before, and those whom organisations propose.
	#[command(after_help = "Example:\n  salus guardian list")]
	List {
		/// The patient; without it the signer.
		patient: Option<String>,
	},
	/// As an organisation: propose a guardian for a patient who can't appoint one. The authority decides after a notice.
	#[command(
		after_help = "Example:\n  salus --as clinic guardian propose 5F3s… --patient 5Dt1… --role legalGuardian --until 2040"
	)]
	Propose {
		/// The guardian's account.
		account: String,
		/// The patient.
		#[arg(long)]
		patient: String,
		#[command(flatten)]
		term: Term,
	},
	/// As a patient: object to the guardian whom an organisation proposes.
	#[command(after_help = "Example:\n  salus guardian object 5Clinic…")]
	Object {
		/// The organisation.
		organisation: String,
	},
	/// As an organisation: take a proposal back.
	#[command(after_help = "Example:\n  salus --as clinic guardian withdraw 5Dt1…")]
	Withdraw {
		/// The patient.
		patient: String,
	},
}

/// Who acts for a patient, and who may come to.
#[derive(Serialize)]
struct Listed {
	guardians: Vec<Known>,
	proposals: Vec<WithId<AccountId, GuardianProposal>>,
}

impl Plain for Listed {}

/// A guardian, and whether they act now.
#[derive(Serialize)]
struct Known {
	#[serde(flatten)]
	guardian: queries::Guardian,
	acts: bool,
}

impl Guardian {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::Appoint { account, term } => {
				let until = term.until()?;
				participants::appoint_guardian(&context.account(&account)?, term.role, until)
			}
			Self::Dismiss { account } => {
				participants::dismiss_guardian(&context.account(&account)?)
			}
			Self::Resign { patient } => {
				participants::resign_guardianship(&context.account(&patient)?)
			}
			Self::List { patient } => return list(context, patient.as_deref()).await,
			Self::Propose { account, patient, term } => {
				let until = term.until()?;
				let (patient, account) = (context.account(&patient)?, context.account(&account)?);
				participants::propose_guardian(&patient, &account, term.role, until)
			}
			Self::Object { organisation } => {
				let patient = context.signer()?.account();
				participants::end_proposal(&patient, &context.account(&organisation)?)
			}
			Self::Withdraw { patient } => {
				let organisation = context.signer()?.account();
				participants::end_proposal(&context.account(&patient)?, &organisation)
			}
		};
		boxed(Ok(Done::new(&context.submit(call).await.map_err(remedied)?, Nothing {})))
	}
}

async fn list(context: &Context, patient: Option<&str>) -> Responded {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let patient = context.account_or_own(patient)?;
	let now = chain.moment(block.hash).await?;
	let guardians = queries::guardians(chain, &patient, block.hash).await?;
	let guardians = guardians
		.into_iter()
		.map(|guardian| Known { acts: guardian.acted_at(now), guardian })
		.collect();
	let proposals = queries::guardian_proposals(chain, &patient, block.hash).await?;
	boxed(Ok(Listed { guardians, proposals }))
}

/// A refused guardian, with what helps.
fn remedied(failure: Failure) -> Failure {
	let remedy = match failure.kind.strip_prefix("Participants.") {
		Some("NotRegistered") => {
			"they register first, as a patient for instance: salus register --organisation ORGANISATION --out FILE"
		}
		Some("TermTooLong") => "appoint them for less, and again when that is over",
		Some("TooManyGuardians") => {
			"dismiss one: salus guardian list, salus guardian dismiss ACCOUNT"
		}
		_ => return failure,
	};
	failure.remedy(remedy)
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;

	#[derive(Parser)]
	struct Line {
		#[command(flatten)]
		term: Term,
	}

	fn term(role: &str, until: &str) -> Term {
		Line::try_parse_from(["line", "--role", role, "--until", until]).unwrap().term
	}

	#[test]
	fn data_rule_1_a_parents_end_is_a_year_and_no_date() {
		for role in ["parent", "legalGuardian"] {
			let end = term(role, "2040").until().unwrap();
			assert_eq!(end, 2_208_988_800_000);
			assert!(GuardianRole::from_code(role).unwrap().may_end_at(end));
			for birthday in ["2040-05-04", "2040-01-01", "40", "", "2040-1"] {
				let refused = term(role, birthday).until().unwrap_err();
				assert_eq!(refused.kind, "BadInput", "{birthday}");
				assert!(refused.message.contains("2040"), "{}", refused.message);
			}
		}
	}

	#[test]
	fn a_carers_end_is_any_day() {
		assert!(term("carer", "2027-01-31").until().is_ok());
		assert!(term("carer", "someday").until().is_err());
		assert!(Line::try_parse_from(["line", "--role", "uncle", "--until", "2040"]).is_err());
	}

	#[test]
	fn a_refused_guardian_comes_with_what_helps() {
		let message = |kind: &str| remedied(Failure::new(kind, "refused")).message;
		for error in ["NotRegistered", "TermTooLong", "TooManyGuardians"] {
			assert_ne!(message(&format!("Participants.{error}")), "refused", "{error}");
		}
		assert_eq!(message("Participants.NotFound"), "refused");
	}
}
