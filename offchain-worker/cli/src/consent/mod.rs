// SPDX-License-Identifier: Apache-2.0
//! Who may, for what, from when to when.

mod asking;
mod decide;
mod means;
mod still_open;
mod terms;

pub use asking::Missing;
pub use means::{sentence, whom};
pub use terms::understood;

use super::{
	Context, Failure,
	codes::one_of,
	context::{extended, included},
};
use clap::Subcommand;
use decide::Question;
use salus_chain::{calls, events::Event, queries};
use salus_primitives::{
	BreakGlassId, ConsentRequestId, MAX_PAGE, ProvisionId,
	consent::{BreakGlassReason, Effect},
};
use serde_json::{Value, json};
use terms::Terms;

#[derive(Subcommand, Debug)]
pub enum Consent {
	/// Grant a provision. One sentence says what it will mean before it is signed.
	#[command(
		after_help = "Examples:\n  salus consent grant --permit --to 5F3s… --categories all --purposes TREAT --until 2027-01-31\n  salus consent grant --deny --to 5F3s…\n\nA date as an end includes that whole day, as FHIR's Period has it, in your time zone (TZ, else the machine's)."
	)]
	Grant(Terms),
	/// Revoke a provision, and learn which accesses by it stay open until when.
	#[command(after_help = "Example:\n  salus consent revoke 3")]
	Revoke {
		/// The provision.
		provision: u32,
	},
	/// A patient's provisions that are in force or to come.
	#[command(after_help = "Example:\n  salus consent list")]
	List {
		/// The patient; without it the signer.
		patient: Option<String>,
	},
	/// A patient's provisions that have ended.
	#[command(after_help = "Example:\n  salus consent history")]
	History {
		/// The patient; without it the signer.
		patient: Option<String>,
		/// From this provision on.
		#[arg(long, default_value_t = 0)]
		start: u32,
	},
	/// Would it be permitted, or was it?
	#[command(
		after_help = "Examples:\n  salus consent decide --patient 5F3s… --reader 5Dt1… --category Condition --purpose TREAT --at-block 120\n  salus consent decide --patient 5F3s… --reader 5Dt1… --category Condition --purpose TREAT --at 2026-12-24T18:00"
	)]
	Decide(Question),
	/// Ask a patient for consent.
	#[command(
		after_help = "Example:\n  salus consent ask --patient 5F3s… --permit --to 5Dt1… --categories Condition --purposes TREAT"
	)]
	Ask {
		/// The patient.
		#[arg(long)]
		patient: String,
		#[command(flatten)]
		terms: Terms,
	},
	/// Requests for consent that wait for a patient's answer.
	#[command(after_help = "Example:\n  salus consent requests")]
	Requests {
		/// The patient; without it the signer.
		patient: Option<String>,
	},
	/// Answer a request: accept it as asked, or refuse it.
	#[command(after_help = "Example:\n  salus consent answer 2 --accept")]
	Answer {
		/// The request.
		request: u64,
		/// Accept it as asked.
		#[arg(long, conflicts_with = "refuse", required_unless_present = "refuse")]
		accept: bool,
		/// Refuse it.
		#[arg(long)]
		refuse: bool,
	},
	/// Take a request back.
	#[command(after_help = "Example:\n  salus consent withdraw 2")]
	Withdraw {
		/// The request.
		request: u64,
	},
	/// Give yourself access, in an emergency: licensed practitioners only, seen by the patient, reviewed.
	#[command(
		after_help = "Example:\n  salus --as doctor consent break-glass 5F3s… --reason lifeThreat"
	)]
	BreakGlass {
		/// The patient.
		patient: String,
		/// Why.
		#[arg(long, value_parser = one_of(BreakGlassReason::ALL, BreakGlassReason::from_code))]
		reason: BreakGlassReason,
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
}

impl Consent {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		use calls::consent;
		match self {
			Self::Grant(terms) => {
				let (terms, means) = terms.understand(context)?;
				context.tell(&means);
				let done = context.submit(consent::grant(&terms)).await?;
				let provision = done.events.iter().find_map(|event| match event {
					Event::Granted { provision, .. } => Some(provision.0),
					_ => None,
				});
				let answer = included(&done, json!({ "provision": provision }));
				let answer = extended(answer, understood(&terms, &means));
				if terms.effect == Effect::Permit {
					return Ok(answer);
				}
				let patient = context.signer()?.account();
				let open = still_open::after_denying(context, &patient, &terms.actor).await;
				Ok(extended(answer, open))
			}
			Self::Revoke { provision } => {
				let (patient, provision) = (context.signer()?.account(), ProvisionId(provision));
				let done = context.submit(consent::revoke(provision)).await?;
				let open = still_open::after_revoking(context, &patient, provision).await;
				Ok(included(&done, open))
			}
			Self::Ask { patient, terms } => {
				let patient = context.account(&patient)?;
				let (terms, means) = terms.understand(context)?;
				context.tell(&means);
				let call = consent::request_consent(&patient, &terms);
				let done = context.submit(call).await?;
				let request = done.events.iter().find_map(|event| match event {
					Event::ConsentRequested { request, .. } => Some(request.0),
					_ => None,
				});
				let answer = included(&done, json!({ "request": request }));
				Ok(extended(answer, understood(&terms, &means)))
			}
			Self::Answer { request, accept, .. } => {
				answer(context, ConsentRequestId(request), accept).await
			}
			Self::Withdraw { request } => {
				let done =
					context.submit(consent::withdraw_request(ConsentRequestId(request))).await?;
				Ok(included(&done, json!({})))
			}
			Self::BreakGlass { patient, reason } => {
				let patient = context.account(&patient)?;
				let done = context.submit(consent::break_glass(&patient, reason)).await?;
				let case = done.events.iter().find_map(|event| match event {
					Event::GlassBroken { case, .. } => Some(case.0),
					_ => None,
				});
				let note =
					"read with --purpose BTG; the patient sees it, and the authority reviews it";
				Ok(included(&done, json!({ "case": case, "note": note })))
			}
			Self::Decide(question) => question.run(context).await,
			Self::List { patient } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let provisions = queries::provisions(chain, &patient, block.hash).await?;
				Ok(json!({ "provisions": provisions }))
			}
			Self::History { patient, start } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let ended =
					queries::history(chain, &patient, ProvisionId(start), MAX_PAGE, block.hash)
						.await?;
				Ok(json!({ "provisions": ended }))
			}
			Self::Requests { patient } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let requests = queries::requests(chain, &patient, block.hash).await?;
				let requests = requests.iter().map(|request| {
					let terms = &request.item.terms;
					let means = sentence(terms, &whom(&terms.actor, None));
					extended(json!(request), json!({ "means": means }))
				});
				Ok(json!({ "requests": requests.collect::<Vec<_>>() }))
			}
			Self::Cases { patient, before } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let before = before.map(BreakGlassId);
				let cases =
					queries::break_glass_cases(chain, &patient, before, MAX_PAGE, block.hash)
						.await?;
				Ok(json!({ "cases": cases }))
			}
		}
	}
}

async fn answer(
	context: &Context,
	request: ConsentRequestId,
	accept: bool,
) -> Result<Value, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let asked = queries::consent_request(chain, request, block.hash)
		.await?
		.ok_or_else(|| Failure::not_found(format!("request for consent {request}")))?;
	let means = if accept {
		sentence(&asked.terms, &whom(&asked.terms.actor, None))
	} else {
		"refused: no provision comes of it.".to_owned()
	};
	context.tell(&means);
	let terms = accept.then_some(&asked.terms);
	let done = context.submit(calls::consent::answer(request, terms)).await?;
	let provision = done.events.iter().find_map(|event| match event {
		Event::Answered { provision, .. } => provision.map(|id| id.0),
		_ => None,
	});
	let answer = included(&done, json!({ "provision": provision }));
	Ok(match terms {
		Some(terms) => extended(answer, understood(terms, &means)),
		None => extended(answer, json!({ "means": means })),
	})
}
