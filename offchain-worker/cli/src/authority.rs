// SPDX-License-Identifier: Apache-2.0
//! What the authority does: each a motion of the council, proposed by its first member here and agreed to
//! by the others.

use super::{
	Context, Failure,
	codes::{one_of, one_of_or},
	decision_support::names,
	response::{Done, Nothing},
	upgrade,
};
use clap::{Args, Subcommand, ValueEnum};
use salus_chain::{
	Included,
	calls::{self, Call},
	council, money,
};
use salus_primitives::{
	BreakGlassId, Profession,
	consent::ReviewOutcome,
	participants::{Jurisdiction, OrganisationKind},
	quorum::{TaskId, WorkClass},
};
use std::path::PathBuf;

/// A thousandth of a token, in the chain's smallest unit.
const MILLI: u128 = money::WHOLE / 1_000;
/// A millionth of one.
const MICRO: u128 = money::WHOLE / 1_000_000;

#[derive(Args, Debug)]
pub struct Council {
	/// A member of the council who agrees; the first proposes. Two of three must.
	#[arg(long = "council", default_values_t = ["//Alice".to_owned(), "//Bob".to_owned()])]
	members: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Whom {
	Organisation,
	Practitioner,
	Operator,
}

#[derive(Subcommand, Debug)]
pub enum Authority {
	/// Accredit an organisation, or several of one kind at once.
	#[command(
		after_help = "Examples:\n  salus authority accredit 5F3s… --kind provider --jurisdiction CH\n  salus authority accredit 5DAA… 5HGj… --kind operator --jurisdiction CH"
	)]
	Accredit {
		/// Its account, or the accounts of several.
		#[arg(value_name = "ACCOUNT", required = true)]
		accounts: Vec<String>,
		/// What it is.
		#[arg(
			long,
			default_value = "provider",
			value_parser =
				one_of_or(OrganisationKind::ALL, OrganisationKind::from_code, &[("provider", "hospital")])
		)]
		kind: OrganisationKind,
		/// Country, by ISO 3166-1.
		#[arg(long)]
		jurisdiction: String,
		/// How many patients it may register a day.
		#[arg(long, default_value_t = 100)]
		registrations_per_day: u32,
		#[command(flatten)]
		council: Council,
	},
	/// License a practitioner, or renew.
	#[command(
		after_help = "Example:\n  salus authority license 5F3s… --profession physician --jurisdiction CH --until 2035-01-01"
	)]
	License {
		/// Their account.
		account: String,
		/// As what.
		#[arg(long, value_parser = one_of(Profession::ALL, Profession::from_code))]
		profession: Profession,
		/// Country, by ISO 3166-1.
		#[arg(long)]
		jurisdiction: String,
		/// Until when: a date (that whole day included) or a time, in your time zone unless it states another.
		#[arg(long)]
		until: String,
		#[command(flatten)]
		council: Council,
	},
	/// Suspend somebody, at once.
	#[command(after_help = "Example:\n  salus authority suspend practitioner 5F3s…")]
	Suspend {
		/// As what.
		what: Whom,
		/// Their account.
		account: String,
		#[command(flatten)]
		council: Council,
	},
	/// Reinstate somebody.
	#[command(after_help = "Example:\n  salus authority reinstate practitioner 5F3s…")]
	Reinstate {
		/// As what.
		what: Whom,
		/// Their account.
		account: String,
		#[command(flatten)]
		council: Council,
	},
	/// Approve a model.
	#[command(after_help = "Example:\n  salus authority approve-model 0")]
	ApproveModel {
		/// The model: its number, or a name of your own.
		model: String,
		#[command(flatten)]
		council: Council,
	},
	/// Suspend a model.
	#[command(after_help = "Example:\n  salus authority suspend-model 0")]
	SuspendModel {
		/// The model: its number, or a name of your own.
		model: String,
		#[command(flatten)]
		council: Council,
	},
	/// Review a break-glass case.
	#[command(after_help = "Example:\n  salus authority review 0 --outcome justified")]
	Review {
		/// The case.
		case: u64,
		/// Whether it was justified.
		#[arg(long, value_parser = one_of(ReviewOutcome::ALL, ReviewOutcome::from_code))]
		outcome: ReviewOutcome,
		#[command(flatten)]
		council: Council,
	},
	/// Authorise a runtime: whoever holds its code may then hand it in, once.
	///
	/// Three quarters of the council must agree. The motion whitelists the authorisation and makes it as root.
	#[command(
		after_help = "Example:\n  salus authority authorize-upgrade runtime.compact.compressed.wasm"
	)]
	AuthorizeUpgrade {
		/// The runtime's WASM.
		runtime: PathBuf,
		/// A member of the council who agrees; the first proposes. Three of four must.
		#[arg(long = "council", default_values_t = ["//Alice".to_owned(), "//Bob".to_owned(), "//Charlie".to_owned()])]
		members: Vec<String>,
	},
	/// Strike all that a requester has reported of a model out of its counts.
	#[command(after_help = "Example:\n  salus authority strike-report 0 5F3s…")]
	StrikeReport {
		/// The model: its number, or a name of your own.
		model: String,
		/// Who reported.
		reporter: String,
		#[command(flatten)]
		council: Council,
	},
	/// Set what an operator's seat is paid for a class of work. Tasks that are open keep their price.
	#[command(after_help = "Example:\n  salus authority set-price research --milli 250")]
	SetPrice {
		/// The class.
		#[arg(value_parser = one_of(WorkClass::ALL, WorkClass::from_code))]
		class: WorkClass,
		/// In thousandths of a token.
		#[arg(long)]
		milli: u32,
		#[command(flatten)]
		council: Council,
	},
	/// Set what a custodian is paid for keeping one share for a day. Versions that are funded already keep their price.
	#[command(after_help = "Example:\n  salus authority set-custody-price --micro 200")]
	SetCustodyPrice {
		/// In millionths of a token.
		#[arg(long)]
		micro: u32,
		#[command(flatten)]
		council: Council,
	},
	/// Rule on an operator's challenge of an accusation.
	#[command(after_help = "Example:\n  salus authority rule 3 5F3s… --uphold")]
	Rule {
		/// The task: a request's number.
		task: u64,
		/// The operator.
		operator: String,
		/// The accusation stands: take the penalty. Without it the operator is excused.
		#[arg(long)]
		uphold: bool,
		#[command(flatten)]
		council: Council,
	},
}

impl Authority {
	pub async fn run(self, context: &Context) -> Result<Done, Failure> {
		use calls::{consent, decision_support, participants, quorum, records};
		let (council, call) = match self {
			Self::Accredit { accounts, kind, jurisdiction, registrations_per_day, council } => {
				let jurisdiction = country(&jurisdiction)?;
				let mut each = Vec::new();
				for account in &accounts {
					let account = context.account(account)?;
					let accredit =
						participants::accredit(&account, kind, jurisdiction, registrations_per_day);
					each.push(accredit);
				}
				let call = match each.as_slice() {
					[only] => only.clone(),
					_ => calls::sdk::batch_all(each),
				};
				(council, call)
			}
			Self::License { account, profession, jurisdiction, until, council } => {
				let account = context.account(&account)?;
				let until = super::times::parse_end(&until)?;
				let call =
					participants::license(&account, profession, country(&jurisdiction)?, until);
				(council, call)
			}
			Self::Suspend { what, account, council } => {
				let account = context.account(&account)?;
				let call = match what {
					Whom::Organisation => participants::suspend_organisation(&account),
					Whom::Practitioner => participants::suspend_practitioner(&account),
					Whom::Operator => participants::suspend_operator(&account),
				};
				(council, call)
			}
			Self::Reinstate { what, account, council } => {
				let account = context.account(&account)?;
				let call = match what {
					Whom::Organisation => participants::reinstate_organisation(&account),
					Whom::Practitioner => participants::reinstate_practitioner(&account),
					Whom::Operator => participants::reinstate_operator(&account),
				};
				(council, call)
			}
			Self::ApproveModel { model, council } => {
				(council, decision_support::approve_model(names::number(context, &model)?))
			}
			Self::SuspendModel { model, council } => {
				(council, decision_support::suspend_model(names::number(context, &model)?))
			}
			Self::Review { case, outcome, council } => {
				(council, consent::review_break_glass(BreakGlassId(case), outcome))
			}
			Self::AuthorizeUpgrade { runtime, members } => {
				let call = upgrade::authorisation(context, &runtime).await?;
				(Council { members }, call)
			}
			Self::StrikeReport { model, reporter, council } => {
				let (model, reporter) =
					(names::number(context, &model)?, context.account(&reporter)?);
				(council, decision_support::strike_report(model, &reporter))
			}
			Self::SetPrice { class, milli, council } => {
				(council, quorum::set_price(class, u128::from(milli).saturating_mul(MILLI)))
			}
			Self::SetCustodyPrice { micro, council } => {
				(council, records::set_custody_price(u128::from(micro).saturating_mul(MICRO)))
			}
			Self::Rule { task, operator, uphold, council } => {
				let operator = context.account(&operator)?;
				(council, quorum::rule(TaskId(task), &operator, uphold))
			}
		};
		Ok(Done::new(&carry(context, &council.members, call).await?, Nothing {}))
	}
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

/// Carries a motion with every member named.
async fn carry(context: &Context, members: &[String], call: Call) -> Result<Included, Failure> {
	// All keys first: a motion that is proposed and not carried stands in the way of the same one later.
	let signers =
		members.iter().map(|member| context.signer_named(member)).collect::<Result<Vec<_>, _>>()?;
	if signers.is_empty() {
		return Err(Failure::bad_input("name the council's members with --council"));
	}
	let bar = context.bar(members.len().saturating_add(1), "council");
	let carried = council::carry(context.chain().await?, &signers, call, || bar.inc(1)).await;
	bar.finish_and_clear();
	Ok(carried?)
}
