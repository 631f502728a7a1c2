// SPDX-License-Identifier: Apache-2.0
//! What the authority decides, as it is typed.

use crate::{
	codes::{one_of, one_of_or},
	guardian::Term,
};
use clap::{Subcommand, ValueEnum};
use salus_chain::calls::bodies::Body;
use salus_primitives::{
	Profession, consent::ReviewOutcome, participants::OrganisationKind, quorum::WorkClass,
};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Whom {
	Organisation,
	Practitioner,
	Operator,
}

/// One of the two bodies that agree to what is made as root.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum OneOfTwo {
	MedicalBoard,
	TechnicalCommittee,
}

impl From<OneOfTwo> for Body {
	fn from(one: OneOfTwo) -> Self {
		match one {
			OneOfTwo::MedicalBoard => Self::MedicalBoard,
			OneOfTwo::TechnicalCommittee => Self::TechnicalCommittee,
		}
	}
}

#[derive(Subcommand, Debug)]
pub enum Duty {
	/// Accredit an organisation, or several of one kind at once. The medical board.
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
		/// Its vouchers: how many patients it may register, or begin to sponsor, a day.
		#[arg(long, default_value_t = 100)]
		registrations_per_day: u32,
		/// How many free calls of its patients it may pay for a day.
		#[arg(long, default_value_t = 10_000)]
		free_calls_per_day: u32,
	},
	/// License a practitioner, or renew. The medical board.
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
	},
	/// Suspend somebody, at once. The medical board.
	#[command(after_help = "Example:\n  salus authority suspend practitioner 5F3s…")]
	Suspend {
		/// As what.
		what: Whom,
		/// Their account.
		account: String,
	},
	/// Reinstate somebody. The medical board.
	#[command(after_help = "Example:\n  salus authority reinstate practitioner 5F3s…")]
	Reinstate {
		/// As what.
		what: Whom,
		/// Their account.
		account: String,
	},
	/// Appoint the guardian whom an organisation proposes for a patient, once the notice is over. The medical board.
	#[command(
		after_help = "Example:\n  salus authority appoint-guardian 5F3s… --patient 5Dt1… --organisation 5DAA… --role legalGuardian --until 2040"
	)]
	AppointGuardian {
		/// The guardian's account.
		account: String,
		/// The patient.
		#[arg(long)]
		patient: String,
		/// Who proposes the guardian.
		#[arg(long)]
		organisation: String,
		#[command(flatten)]
		term: Term,
		/// Refuse to: the proposal ends.
		#[arg(long)]
		refuse: bool,
	},
	/// Remove a patient's guardian, at once. The medical board.
	#[command(after_help = "Example:\n  salus authority remove-guardian 5F3s… --guardian 5DAA…")]
	RemoveGuardian {
		/// The patient.
		patient: String,
		/// The guardian.
		#[arg(long)]
		guardian: String,
	},
	/// Approve a model. The model committee.
	#[command(after_help = "Example:\n  salus authority approve-model 0")]
	ApproveModel {
		/// The model: its number, or a name of your own.
		model: String,
	},
	/// Suspend a model. The model committee.
	#[command(after_help = "Example:\n  salus authority suspend-model 0")]
	SuspendModel {
		/// The model: its number, or a name of your own.
		model: String,
	},
	/// Strike all that a requester has reported of a model out of its counts. The model committee.
	#[command(after_help = "Example:\n  salus authority strike-report 0 5F3s…")]
	StrikeReport {
		/// The model: its number, or a name of your own.
		model: String,
		/// Who reported.
		reporter: String,
	},
	/// Review a break-glass case. Any two of the review committee; with --late the medical board.
	#[command(
		after_help = "Examples:\n  salus authority review 0 --outcome justified\n  salus authority review 0 --outcome unjustified --late\n\nUnjustified suspends the practitioner's licence until the medical board reinstates it. Check why they did by salus consent reason."
	)]
	Review {
		/// The case.
		case: u64,
		/// Whether it was justified.
		#[arg(long, value_parser = one_of(ReviewOutcome::ALL, ReviewOutcome::from_code))]
		outcome: ReviewOutcome,
		/// As the medical board, since the review is overdue.
		#[arg(long)]
		late: bool,
	},
	/// Set what an operator's seat is paid for a class of work. Tasks that are open keep their price. The technical
	/// committee.
	#[command(after_help = "Example:\n  salus authority set-price research --milli 250")]
	SetPrice {
		/// The class.
		#[arg(value_parser = one_of(WorkClass::ALL, WorkClass::from_code))]
		class: WorkClass,
		/// In thousandths of a token.
		#[arg(long)]
		milli: u32,
	},
	/// Set what a custodian is paid for keeping one share for a day. Versions that are funded already keep their price.
	/// The technical committee.
	#[command(after_help = "Example:\n  salus authority set-custody-price --micro 200")]
	SetCustodyPrice {
		/// In millionths of a token.
		#[arg(long)]
		micro: u32,
	},
	/// Rule on an operator's challenge of an accusation. The technical committee.
	#[command(after_help = "Example:\n  salus authority rule 3 5F3s… --uphold")]
	Rule {
		/// The task: a request's number.
		task: u64,
		/// The operator.
		operator: String,
		/// The accusation stands: take the penalty. Without it the operator is excused.
		#[arg(long)]
		uphold: bool,
	},
	/// Agree that a runtime is authorised, as both bodies must; days later anybody enacts it.
	///
	/// Three quarters of the medical board, and of the technical committee.
	#[command(
		after_help = "Example, by a member of one body:\n  salus --as me authority propose authorize-upgrade runtime.compact.compressed.wasm --body medical-board\nAfter the delay, by anybody:\n  salus --as me authority enact upgrade runtime.compact.compressed.wasm\n  salus --as me apply-upgrade runtime.compact.compressed.wasm"
	)]
	AuthorizeUpgrade {
		/// The runtime's WASM.
		runtime: PathBuf,
		/// One body alone; both without it.
		#[arg(long)]
		body: Option<OneOfTwo>,
	},
	/// End the agreement to a runtime, also when both bodies agreed. Three quarters of either.
	#[command(
		after_help = "Example:\n  salus authority withdraw-upgrade runtime.compact.compressed.wasm --body medical-board"
	)]
	WithdrawUpgrade {
		/// The runtime's WASM.
		runtime: PathBuf,
		/// Whose decision it is.
		#[arg(long)]
		body: OneOfTwo,
	},
	/// Pull the emergency brake: for six hours only the way out, emergencies and votes are open. Two thirds of either.
	#[command(after_help = "Example:\n  salus authority brake --body technical-committee")]
	Brake {
		/// Whose decision it is.
		#[arg(long)]
		body: OneOfTwo,
	},
	/// Release the emergency brake. Two thirds of either.
	#[command(after_help = "Example:\n  salus authority release-brake --body medical-board")]
	ReleaseBrake {
		/// Whose decision it is.
		#[arg(long)]
		body: OneOfTwo,
	},
	/// Agree that the emergency brake is extended by a day, as both bodies must; then anybody enacts it at once.
	#[command(
		after_help = "Example:\n  salus authority extend-brake --body medical-board\n  salus authority enact extend-brake"
	)]
	ExtendBrake {
		/// One body alone; both without it.
		#[arg(long)]
		body: Option<OneOfTwo>,
	},
}
