// SPDX-License-Identifier: Apache-2.0
//! Broken glass: cases, their reviews, and which organisation answers for them.

use super::{
	super::{
		Context, Responded, boxed,
		codes::one_of,
		response::{Done, Nothing, Plain},
	},
	reason,
};
use clap::Subcommand;
use salus_chain::{AccountId, calls::consent, events::Event, queries};
use salus_primitives::{
	BreakGlassId, MAX_PAGE, WithId,
	consent::{BreakGlassCase, BreakGlassReason, OrganisationCases},
};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Emergency {
	/// Give yourself access, in an emergency: licensed practitioners only, seen by the patient, reviewed.
	#[command(
		after_help = "Example:\n  salus --as doctor consent break-glass 5F3s… --reason lifeThreat --note \"found at the bus stop\" --organisation 5Dt1… --out reason.json\n\nWhy never stands on the chain, which gets a commitment. Give the file to the patient and the reviewers: by salus consent tell-reason over any channel. A reason that nobody can open is none."
	)]
	BreakGlass {
		/// The patient.
		patient: String,
		/// Why.
		#[arg(long, value_parser = one_of(BreakGlassReason::ALL, BreakGlassReason::from_code))]
		reason: BreakGlassReason,
		/// The same in your own words.
		#[arg(long, default_value = "")]
		note: String,
		/// The organisation for which you act, as its member: the case counts as its, and if it stands surety, it pays.
		#[arg(long, value_name = "ACCOUNT")]
		organisation: Option<String>,
		/// Write why to this file, too.
		#[arg(long)]
		out: Option<PathBuf>,
	},
	/// End a case before its time: yours once the emergency is over, or one of your records.
	#[command(after_help = "Example:\n  salus --as doctor consent close-case 4")]
	CloseCase {
		/// The case.
		case: u64,
	},
	/// Check why a glass was broken against what the chain has of it.
	#[command(after_help = "Example:\n  salus consent reason reason.json")]
	Reason {
		/// What the practitioner has written, or has encrypted to you.
		file: PathBuf,
	},
	/// Encrypt why you broke the glass to somebody's key on the chain, such as the patient's or a reviewer's.
	#[command(
		after_help = "Example:\n  salus --as doctor consent tell-reason reason.json --to 5F3s… --out for-the-patient.reason"
	)]
	TellReason {
		/// What salus consent break-glass has written.
		file: PathBuf,
		/// To whom.
		#[arg(long, value_name = "ACCOUNT")]
		to: String,
		/// Where to: a file that only they can open.
		#[arg(long)]
		out: PathBuf,
	},
	/// A patient's break-glass cases, newest first.
	#[command(after_help = "Example:\n  salus consent cases")]
	Cases {
		/// The patient; without it the signer.
		patient: Option<String>,
		/// Only cases before this one.
		#[arg(long)]
		before: Option<u64>,
	},
	/// The break-glass cases of everybody whose review is overdue.
	#[command(after_help = "Example:\n  salus consent overdue-reviews")]
	OverdueReviews {
		/// From this case on.
		#[arg(long, default_value_t = 0)]
		start: u64,
	},
	/// Stand surety for members who break the glass and name you: you pay their deposits.
	#[command(after_help = "Example:\n  salus --as clinic consent stand-surety --cases 50")]
	StandSurety {
		/// While fewer than so many of your members' cases are not reviewed; 0 ends it.
		#[arg(long)]
		cases: u32,
	},
	/// What reviews found of an organisation's members, and for how many cases it stands surety.
	#[command(after_help = "Example:\n  salus consent organisation-cases 5Dt1…")]
	OrganisationCases {
		/// The organisation; without it the signer.
		organisation: Option<String>,
	},
	/// Remove a case that was reviewed years ago: its deposit goes back to whoever paid it.
	#[command(after_help = "Example:\n  salus consent remove-case 4")]
	RemoveCase {
		/// The case.
		case: u64,
	},
}

/// A glass that was broken.
#[derive(Serialize)]
struct Broken {
	case: Option<BreakGlassId>,
	told: reason::ReasonFile,
	note: &'static str,
}

impl Plain for Broken {}

/// Break-glass cases.
#[derive(Serialize)]
struct Cases {
	cases: Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>,
}

impl Plain for Cases {}

/// An organisation's, counted.
#[derive(Serialize)]
struct Counted {
	organisation: AccountId,
	#[serde(flatten)]
	cases: OrganisationCases,
}

impl Plain for Counted {}

impl Emergency {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::BreakGlass { patient, reason, note, organisation, out } => {
				let told = reason::state(context, &patient, reason, note)?;
				if let Some(path) = &out {
					// Before the glass is broken: whoever loses the salt can never open what they committed to.
					reason::write(path, &told)?;
				}
				let organisation = organisation.as_deref().map(|one| context.account(one));
				let organisation = organisation.transpose()?;
				let commitment = reason::commitment(&told);
				let call = consent::break_glass(&told.patient, commitment, organisation.as_ref());
				let done = context.submit(call).await?;
				let case = done.events.iter().find_map(|event| match event {
					Event::GlassBroken { case, .. } => Some(*case),
					_ => None,
				});
				let note = "read with --purpose BTG; the patient sees it, and reviewers judge it: tell both why, and \
				            close the case once the emergency is over";
				let told = reason::ReasonFile::from(&told);
				return boxed(Ok(Done::new(&done, Broken { case, told, note })));
			}
			Self::Reason { file } => return boxed(reason::check(context, &file).await),
			Self::TellReason { file, to, out } => {
				return boxed(reason::tell(context, &file, &to, &out).await);
			}
			Self::Cases { patient, before } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let before = before.map(BreakGlassId);
				let cases =
					queries::break_glass_cases(chain, &patient, before, MAX_PAGE, block.hash)
						.await?;
				return boxed(Ok(Cases { cases }));
			}
			Self::OverdueReviews { start } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let start = BreakGlassId(start);
				let cases = queries::overdue_reviews(chain, start, MAX_PAGE, block.hash).await?;
				return boxed(Ok(Cases { cases }));
			}
			Self::OrganisationCases { organisation } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let organisation = context.account_or_own(organisation.as_deref())?;
				let cases = queries::organisation_cases(chain, &organisation, block.hash).await?;
				return boxed(Ok(Counted { organisation, cases }));
			}
			Self::CloseCase { case } => consent::close_break_glass(BreakGlassId(case)),
			Self::StandSurety { cases } => consent::stand_surety(cases),
			Self::RemoveCase { case } => consent::remove_case(BreakGlassId(case)),
		};
		boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
	}
}
