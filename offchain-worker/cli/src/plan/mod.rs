// SPDX-License-Identifier: Apache-2.0
//! Plans: what insurers offer, in clear, and which organisations are in their networks.

mod file;
mod show;

#[cfg(test)]
pub use file::fixtures;

use super::{
	Context, Failure, Responded, boxed, insurance,
	response::{Done, Nothing, Plain},
	times,
};
use clap::Subcommand;
use file::NewPlanFile;
use salus_adjudication::Version;
use salus_chain::{calls::claims, events::Event, queries};
use salus_primitives::{PlanId, WithId, claims::Admission};
use serde::Serialize;
use show::Shown;
use std::path::{Path, PathBuf};

/// What the file of a new plan has.
const NEW_PLAN: &str = "The file is JSON: {\"asset\": 1, \"currency\": \"EUR\", \"year\": \"calendar\", \"reserve\": \"100000\", \
	\"backdating\": 30, \"validFrom\": \"2026-12-01\", \"terms\": …}. The terms are as pallets/adjudication/README.md describes \
	them; year is calendar or policy; reserve is what must lie in reserve for each policy; backdating is how many days in the \
	past a policy may begin. Amounts are text, in the asset's smallest unit.";

/// What the file of new terms has.
const NEW_TERMS: &str = "The file is JSON: {\"validFrom\": \"2027-01-01\", \"terms\": …}, as for salus plan publish. The terms \
	before stay, for the days before.";

#[derive(Subcommand, Debug)]
pub enum Plan {
	/// Offer a plan, with its first terms. As an insurer.
	#[command(
		after_help = format!("Example:\n  salus --as insurer plan publish plan.json\n\n{NEW_PLAN}")
	)]
	Publish {
		/// The plan.
		file: PathBuf,
	},
	/// Give a plan new terms from a day on, at least 30 days ahead. As its insurer.
	#[command(
		after_help = format!("Example:\n  salus --as insurer plan revise 0 terms.json\n\n{NEW_TERMS}")
	)]
	Revise {
		/// The plan.
		plan: u32,
		/// Its new terms.
		file: PathBuf,
	},
	/// Issue no policy under a plan any more. As its insurer; policies that it issued go on.
	#[command(after_help = "Example:\n  salus --as insurer plan close 0")]
	Close {
		/// The plan.
		plan: u32,
	},
	/// Remove a closed plan that has neither policies nor a network. As its insurer: deposits go back.
	#[command(after_help = "Example:\n  salus --as insurer plan remove 0")]
	Remove {
		/// The plan.
		plan: u32,
	},
	/// A plan and all versions of its terms.
	#[command(after_help = "Example:\n  salus plan show 0")]
	Show {
		/// The plan.
		plan: u32,
	},
	/// Admit an organisation to a plan's network from a day on. As its insurer.
	#[command(after_help = "Example:\n  salus --as insurer plan admit 0 5F3s… --from 2027-01-01")]
	Admit {
		/// The plan.
		plan: u32,
		/// The organisation.
		organisation: String,
		/// Its first day in the network: a date.
		#[arg(long, value_name = "DAY")]
		from: String,
	},
	/// Exclude an organisation from a plan's network after a day. As its insurer; nobody is excluded for the past.
	#[command(
		after_help = "Example:\n  salus --as insurer plan exclude 0 5F3s… --until 2027-06-30"
	)]
	Exclude {
		/// The plan.
		plan: u32,
		/// The organisation.
		organisation: String,
		/// Its last day in the network: a date.
		#[arg(long, value_name = "DAY")]
		until: String,
	},
	/// From when to when an organisation is in a plan's network.
	#[command(after_help = "Example:\n  salus plan admission 0 5F3s…")]
	Admission {
		/// The plan.
		plan: u32,
		/// The organisation; without it the signer.
		organisation: Option<String>,
	},
	/// Remove an organisation that was excluded, once no claim can go by its days. As the plan's insurer: the deposit goes
	/// back.
	#[command(after_help = "Example:\n  salus --as insurer plan remove-admission 0 5F3s…")]
	RemoveAdmission {
		/// The plan.
		plan: u32,
		/// The organisation.
		organisation: String,
	},
}

/// A plan that is offered.
#[derive(Serialize)]
struct Published {
	plan: PlanId,
}

impl Plain for Published {}

impl Plain for Admission {}

impl Plan {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::Publish { file } => return boxed(publish(context, &file).await),
			Self::Show { plan } => return boxed(shown(context, PlanId(plan)).await),
			Self::Admission { plan, organisation } => {
				let organisation = organisation.as_deref();
				return boxed(admission(context, PlanId(plan), organisation).await);
			}
			Self::Revise { plan, file } => {
				let version: Version = insurance::read_file(&file, "salus plan revise")?;
				file::check(&version.terms)?;
				claims::revise_plan(PlanId(plan), version.valid_from, &version.terms)
			}
			Self::Close { plan } => claims::close_plan(PlanId(plan)),
			Self::Remove { plan } => claims::remove_plan(PlanId(plan)),
			Self::Admit { plan, organisation, from } => {
				let from = times::parse_day(&from)?;
				claims::admit(PlanId(plan), &context.account(&organisation)?, from)
			}
			Self::Exclude { plan, organisation, until } => {
				let until = times::parse_day(&until)?;
				claims::exclude(PlanId(plan), &context.account(&organisation)?, until)
			}
			Self::RemoveAdmission { plan, organisation } => {
				claims::remove_admission(PlanId(plan), &context.account(&organisation)?)
			}
		};
		boxed(Ok(Done::new(&insurance::submit(context, call).await?, Nothing {})))
	}
}

async fn publish(context: &Context, file: &Path) -> Result<Done<Published>, Failure> {
	let file: NewPlanFile = insurance::read_file(file, "salus plan publish")?;
	file::check(&file.terms)?;
	let call = claims::publish_plan(&file.plan(), file.valid_from, &file.terms);
	let done = insurance::submit(context, call).await?;
	let plan = done.events.iter().find_map(|event| match event {
		Event::PlanPublished { plan } => Some(*plan),
		_ => None,
	});
	let plan = insurance::told(plan, "Claims.publish_plan")?;
	Ok(Done::new(&done, Published { plan }))
}

async fn shown(context: &Context, id: PlanId) -> Result<Shown, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let plan = queries::plan(chain, id, block.hash).await?;
	let item = plan.ok_or_else(|| Failure::not_found(format!("plan {id}")))?;
	let terms = queries::plan_versions(chain, id, block.hash).await?;
	Ok(Shown { plan: WithId { id, item }, terms })
}

async fn admission(
	context: &Context,
	plan: PlanId,
	organisation: Option<&str>,
) -> Result<Admission, Failure> {
	let organisation = context.account_or_own(organisation)?;
	let (chain, block) = (context.chain().await?, context.block().await?);
	let known = queries::admission(chain, plan, &organisation, block.hash).await?;
	let absent = || Failure::not_found(format!("{organisation} in the network of plan {plan}"));
	known.ok_or_else(absent)
}
