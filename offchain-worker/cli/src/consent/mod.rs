// SPDX-License-Identifier: Apache-2.0
//! Who may, for what, from when to when.

mod asking;
mod decide;
mod ended;
mod glass;
mod means;
mod reason;
mod still_open;
mod terms;

pub use asking::Missing;
pub use means::{sentence, whom};
pub use terms::understood;

use super::{
	Context, Failure, Responded, boxed,
	response::{Done, Nothing, Plain},
};
use clap::Subcommand;
use decide::Question;
use glass::Emergency;
use salus_chain::{AccountId, calls, events::Event, queries};
use salus_primitives::{
	AccessId, ConsentRequestId, MAX_PAGE, ProvisionId, WithId,
	consent::{ConsentRequest, Effect, Provision},
};
use serde::Serialize;
use still_open::StillOpen;
use terms::{Terms, Understood};

#[derive(Subcommand, Debug)]
pub enum Consent {
	/// Grant a provision. One sentence says what it will mean before it is signed.
	#[command(
		after_help = "Examples:\n  salus consent grant --permit --to 5F3s… --categories all --purposes TREAT --until 2027-01-31\n  salus consent grant --permit --to decision-support --classes clinical --asker 5Dt1… --categories all --purposes CDS\n  salus consent grant --deny --to 5F3s…\n  salus --as parent consent grant --for 5Child… --permit --to 5F3s… --categories all --purposes TREAT\n\nA date as an end includes that whole day, as FHIR's Period has it, in your time zone (TZ, else the machine's)."
	)]
	Grant {
		/// The patient whom you guard. Without it you are the patient.
		#[arg(long = "for", value_name = "PATIENT")]
		patient: Option<String>,
		#[command(flatten)]
		terms: Terms,
	},
	/// Revoke a provision, with all access that is open by it, and learn which that was.
	#[command(
		after_help = "Examples:\n  salus consent revoke 3\n  salus consent revoke 3 --let-finish"
	)]
	Revoke {
		/// The provision.
		provision: u32,
		/// No new access, but what is open may finish, as for a treatment under way: learn which, and until when.
		#[arg(long)]
		let_finish: bool,
		/// The patient whom you guard. Without it you are the patient.
		#[arg(long = "for", value_name = "PATIENT", conflicts_with = "let_finish")]
		patient: Option<String>,
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
		after_help = "Examples:\n  salus consent decide --patient 5F3s… --reader 5Dt1… --category Condition --purpose TREAT --at-block 120\n  salus consent decide --patient 5F3s… --reader 5Dt1… --category Condition --purpose TREAT --at 2026-12-24T18:00\n  salus consent decide --patient 5F3s… --reader decision-support --class clinical --asker 5Dt1… --category Condition --purpose CDS"
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
	#[command(flatten)]
	Emergency(Emergency),
}

/// A provision that was granted, or that comes of a request.
#[derive(Serialize)]
struct Granted {
	provision: Option<ProvisionId>,
	#[serde(flatten)]
	understood: Understood,
	/// What a denial does not cover.
	#[serde(flatten)]
	open: Option<StillOpen>,
}

impl Plain for Granted {}

/// A request for consent that was made.
#[derive(Serialize)]
struct SentRequest {
	request: Option<ConsentRequestId>,
	#[serde(flatten)]
	understood: Understood,
}

impl Plain for SentRequest {}

/// A request for consent that was refused: no provision comes of it.
#[derive(Serialize)]
struct Refused {
	provision: Option<ProvisionId>,
	means: String,
}

impl Plain for Refused {}

/// A patient's provisions.
#[derive(Serialize)]
struct Provisions {
	provisions: Vec<Provision<AccountId>>,
}

impl Plain for Provisions {}

/// Requests that wait for a patient's answer.
#[derive(Serialize)]
struct Requests {
	requests: Vec<Waiting>,
}

impl Plain for Requests {}

/// One of them, and what accepting it would mean.
#[derive(Serialize)]
struct Waiting {
	#[serde(flatten)]
	request: WithId<ConsentRequestId, ConsentRequest<AccountId>>,
	means: String,
}

impl Consent {
	pub async fn run(self, context: &Context) -> Responded {
		use calls::consent;
		match self {
			Self::Grant { patient, terms } => {
				let (terms, means) = terms.understand(context)?;
				context.tell(&means);
				let guarded =
					patient.as_deref().map(|patient| context.account(patient)).transpose()?;
				let call = match &guarded {
					Some(patient) => consent::grant_for(patient, &terms),
					None => consent::grant(&terms),
				};
				let done = context.submit(call).await?;
				let provision = done.events.iter().find_map(|event| match event {
					Event::Granted { provision, .. } => Some(*provision),
					_ => None,
				});
				let open = match terms.effect {
					Effect::Permit => None,
					Effect::Deny => {
						let patient = match guarded {
							Some(patient) => patient,
							None => context.signer()?.account(),
						};
						Some(still_open::after_denying(context, &patient, &terms.actor).await)
					}
				};
				let understood = understood(&terms, &means);
				boxed(Ok(Done::new(&done, Granted { provision, understood, open })))
			}
			Self::Revoke { provision, let_finish, patient } => {
				let provision = ProvisionId(provision);
				let call = match patient {
					Some(patient) => consent::revoke_for(&context.account(&patient)?, provision),
					None if let_finish => consent::revoke_new_access(provision),
					None => consent::revoke(provision),
				};
				let done = context.submit(call).await?;
				let named = named(&done.events);
				if let_finish {
					let open = still_open::finishing(context, &named, done.block).await;
					boxed(Ok(Done::new(&done, open)))
				} else {
					let ended = ended::tell(context, &named, done.block).await;
					boxed(Ok(Done::new(&done, ended)))
				}
			}
			Self::Ask { patient, terms } => {
				let patient = context.account(&patient)?;
				let (terms, means) = terms.understand(context)?;
				context.tell(&means);
				let call = consent::request_consent(&patient, &terms);
				let done = context.submit(call).await?;
				let request = done.events.iter().find_map(|event| match event {
					Event::ConsentRequested { request, .. } => Some(*request),
					_ => None,
				});
				let understood = understood(&terms, &means);
				boxed(Ok(Done::new(&done, SentRequest { request, understood })))
			}
			Self::Answer { request, accept, .. } => {
				answer(context, ConsentRequestId(request), accept).await
			}
			Self::Withdraw { request } => {
				let done =
					context.submit(consent::withdraw_request(ConsentRequestId(request))).await?;
				boxed(Ok(Done::new(&done, Nothing {})))
			}
			Self::Emergency(glass) => glass.run(context).await,
			Self::Decide(question) => boxed(question.run(context).await),
			Self::List { patient } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let provisions = queries::provisions(chain, &patient, block.hash).await?;
				boxed(Ok(Provisions { provisions }))
			}
			Self::History { patient, start } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let provisions =
					queries::history(chain, &patient, ProvisionId(start), MAX_PAGE, block.hash)
						.await?;
				boxed(Ok(Provisions { provisions }))
			}
			Self::Requests { patient } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let requests = queries::requests(chain, &patient, block.hash).await?;
				let requests = requests.into_iter().map(|request| {
					let terms = &request.item.terms;
					let means = sentence(terms, &whom(&terms.actor, None));
					Waiting { request, means }
				});
				boxed(Ok(Requests { requests: requests.collect() }))
			}
		}
	}
}

/// The accesses that the chain names when a provision is revoked.
fn named(events: &[Event]) -> Vec<AccessId> {
	let named = events.iter().find_map(|event| match event {
		Event::Revoked { ended, .. } => Some(ended.clone()),
		Event::NewAccessRevoked { finishing, .. } => Some(finishing.clone()),
		_ => None,
	});
	named.unwrap_or_default()
}

async fn answer(context: &Context, request: ConsentRequestId, accept: bool) -> Responded {
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
		Event::Answered { provision, .. } => *provision,
		_ => None,
	});
	match terms {
		Some(terms) => {
			let understood = understood(terms, &means);
			boxed(Ok(Done::new(&done, Granted { provision, understood, open: None })))
		}
		None => boxed(Ok(Done::new(&done, Refused { provision, means }))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use salus_primitives::{Categories, Category, Purpose, consent::Actor};

	#[test]
	fn a_permit_is_told_without_what_a_denial_leaves_open() {
		let categories = Categories::only(Category::Condition);
		let reader = Actor::Account(AccountId::new([7; 32]));
		let terms = calls::consent::permit_to_read(reader, categories, Purpose::Treatment);
		let understood = understood(&terms, "read me");
		let granted = Granted { provision: Some(ProvisionId(3)), understood, open: None };
		let json = granted.json().unwrap();
		let members: Vec<&String> = json.as_object().unwrap().keys().collect();
		assert_eq!(members, ["provision", "means", "terms", "timeZone"]);
		assert_eq!(json["provision"], 3);
		assert_eq!(json["means"], "read me");
	}
}
