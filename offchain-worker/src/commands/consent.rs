//! Who may, for what, from when to when.

use super::{
	Context, Failure,
	context::included,
	render::{self, parse_day, parse_moment, parse_words},
};
use crate::chain::{
	ChainClient,
	answers::{Actor, BreakGlassReason, Effect, ProvisionTerms},
	calls,
	events::Event,
	questions,
};
use clap::{ArgGroup, Args, Subcommand};
use salus_primitives::{
	Action, BreakGlassId, Category, Compartment, ConsentRequestId, DataPeriod, Day, Moment,
	ProvisionId, Purpose, Query, Reader, StudyId,
};
use serde_json::{Value, json};

/// What a provision says.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("effect").required(true).args(["permit", "deny"]))]
pub struct Terms {
	/// Permit.
	#[arg(long)]
	permit: bool,
	/// Deny: beats every permit.
	#[arg(long)]
	deny: bool,
	/// Whom: an account, members-of:ACCOUNT, decision-support, or study:NUMBER.
	#[arg(long)]
	to: String,
	/// What they may do: access (read), collect (write), or both.
	#[arg(long, default_value = "access")]
	actions: String,
	/// Which kinds of document, or all.
	#[arg(long)]
	categories: String,
	/// Which compartments, by number; without it the general one.
	#[arg(long, value_delimiter = ',')]
	compartments: Vec<u8>,
	/// For which purposes, or all.
	#[arg(long)]
	purposes: String,
	/// From when; without it from now.
	#[arg(long)]
	from: Option<String>,
	/// Until when.
	#[arg(long)]
	until: Option<String>,
	/// Only data that arose on this day (UTC) or later.
	#[arg(long)]
	data_from: Option<String>,
	/// Only data that arose on this day (UTC) or earlier.
	#[arg(long)]
	data_until: Option<String>,
	/// The reader must erase every copy by then.
	#[arg(long)]
	erase_at: Option<String>,
	/// The reader must pass nothing on.
	#[arg(long)]
	no_redisclosure: bool,
	/// The reader must show it without the patient's identity.
	#[arg(long)]
	mask_identity: bool,
	/// How often it may be used.
	#[arg(long)]
	uses: Option<u32>,
}

impl Terms {
	fn encode(self, context: &Context) -> Result<ProvisionTerms, Failure> {
		let moment = |text: Option<String>| text.map(|text| parse_moment(&text)).transpose();
		let day = |text: Option<String>| text.map(|text| parse_day(&text)).transpose();
		Ok(ProvisionTerms {
			effect: if self.deny {
				Effect::Deny
			} else {
				Effect::Permit
			},
			actor: parse_actor(context, &self.to)?,
			actions: parse_words("action", &self.actions, Action::ALL, Action::from_code)?,
			categories: parse_words(
				"category",
				&self.categories,
				Category::ALL,
				Category::from_code,
			)?,
			compartments: self.compartments,
			purposes: parse_purposes(&self.purposes)?,
			from: moment(self.from)?,
			until: moment(self.until)?,
			data_from: day(self.data_from)?,
			data_until: day(self.data_until)?,
			erase_at: moment(self.erase_at)?,
			no_redisclosure: self.no_redisclosure,
			mask_identity: self.mask_identity,
			uses: self.uses,
		})
	}
}

/// Every purpose that a provision may name: break-glass never needs one.
fn parse_purposes(text: &str) -> Result<Vec<Purpose>, Failure> {
	let mut purposes = parse_words("purpose", text, Purpose::ALL, Purpose::from_code)?;
	if text == "all" {
		purposes.retain(|purpose| *purpose != Purpose::BreakGlass);
	}
	Ok(purposes)
}

fn parse_data_period(text: &str) -> Result<DataPeriod, Failure> {
	let (first, last) = text.split_once(',').unwrap_or((text, text));
	DataPeriod::new(parse_day(first)?, parse_day(last)?)
		.ok_or_else(|| Failure::bad_input(format!("{text} ends before it begins")))
}

fn parse_actor(context: &Context, text: &str) -> Result<Actor, Failure> {
	if text == "decision-support" {
		return Ok(Actor::DecisionSupport);
	}
	if let Some(organisation) = text.strip_prefix("members-of:") {
		return Ok(Actor::MembersOf(context.account(organisation)?));
	}
	if let Some(number) = text.strip_prefix("study:") {
		let number = number
			.parse()
			.map_err(|cause| Failure::bad_input(format!("a study is a number: {cause}")))?;
		return Ok(Actor::Study(StudyId(number)));
	}
	Ok(Actor::Account(context.account(text)?))
}

#[derive(Args, Debug)]
pub struct Question {
	/// Whose data.
	#[arg(long)]
	patient: String,
	/// Who asks: an account, or decision-support.
	#[arg(long)]
	reader: String,
	/// access or collect.
	#[arg(long, default_value = "access")]
	action: String,
	/// Kind of document.
	#[arg(long)]
	category: String,
	/// Compartment.
	#[arg(long, default_value_t = 0)]
	compartment: u8,
	/// Purpose.
	#[arg(long)]
	purpose: String,
	/// On which day (UTC) the data arose, or the first and the last by a comma; without it on the day that
	/// is asked about.
	#[arg(long)]
	data: Option<String>,
	/// As it was decided at this block.
	#[arg(long, conflicts_with = "at")]
	at_block: Option<u32>,
	/// As it was at this moment.
	#[arg(long)]
	at: Option<String>,
}

#[derive(Subcommand, Debug)]
pub enum Consent {
	/// Grant a provision.
	#[command(
		after_help = "Example:\n  salus consent grant --permit --to 5F3s… --categories all --purposes TREAT --until 2027-01-01"
	)]
	Grant(Terms),
	/// Revoke a provision. It stays answerable what was permitted before.
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
		after_help = "Example:\n  salus consent decide --patient 5F3s… --reader 5Dt1… --category Condition --purpose TREAT --at-block 120"
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
	/// Let yourself in, in an emergency: licensed practitioners only, seen by the patient, reviewed.
	#[command(
		after_help = "Example:\n  salus --as doctor consent break-glass 5F3s… --reason life-threat"
	)]
	BreakGlass {
		/// The patient.
		patient: String,
		/// Why.
		#[arg(long)]
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
				let done = context
					.submit(consent::grant(&terms.encode(context)?))
					.await?;
				let provision = done.events.iter().find_map(|event| match event {
					Event::Granted { provision, .. } => Some(provision.0),
					_ => None,
				});
				Ok(included(&done, json!({ "provision": provision })))
			}
			Self::Revoke { provision } => {
				let done = context
					.submit(consent::revoke(ProvisionId(provision)))
					.await?;
				Ok(included(&done, json!({})))
			}
			Self::Ask { patient, terms } => {
				let patient = context.account(&patient)?;
				let call = consent::request_consent(&patient, &terms.encode(context)?);
				let done = context.submit(call).await?;
				let request = done.events.iter().find_map(|event| match event {
					Event::ConsentRequested { request, .. } => Some(request.0),
					_ => None,
				});
				Ok(included(&done, json!({ "request": request })))
			}
			Self::Answer {
				request, accept, ..
			} => answer(context, ConsentRequestId(request), accept).await,
			Self::Withdraw { request } => {
				let done = context
					.submit(consent::withdraw_request(ConsentRequestId(request)))
					.await?;
				Ok(included(&done, json!({})))
			}
			Self::BreakGlass { patient, reason } => {
				let patient = context.account(&patient)?;
				let done = context
					.submit(consent::break_glass(&patient, reason))
					.await?;
				let case = done.events.iter().find_map(|event| match event {
					Event::GlassBroken { case, .. } => Some(case.0),
					_ => None,
				});
				Ok(included(&done, json!({ "case": case })))
			}
			Self::Decide(question) => decide(context, question).await,
			Self::List { patient } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let provisions = questions::provisions(chain, &patient, block.hash).await?;
				Ok(
					json!({ "provisions": provisions.iter().map(render::provision).collect::<Vec<_>>() }),
				)
			}
			Self::History { patient, start } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let ended =
					questions::history(chain, &patient, ProvisionId(start), 100, block.hash)
						.await?;
				Ok(json!({ "provisions": ended.iter().map(render::provision).collect::<Vec<_>>() }))
			}
			Self::Requests { patient } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let requests = questions::requests(chain, &patient, block.hash).await?;
				let requests: Vec<Value> = requests
					.iter()
					.map(|(id, request)| render::consent_request(*id, request))
					.collect();
				Ok(json!({ "requests": requests }))
			}
			Self::Cases { patient, before } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let before = before.map(BreakGlassId);
				let cases =
					questions::break_glass_cases(chain, &patient, before, 100, block.hash).await?;
				let cases: Vec<Value> = cases
					.iter()
					.map(|(id, case)| render::break_glass_case(*id, case))
					.collect();
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
	let asked = questions::consent_request(chain, request, block.hash)
		.await?
		.ok_or_else(|| Failure::not_found(format!("request for consent {request}")))?;
	let terms = accept.then_some(&asked.terms);
	let done = context
		.submit(calls::consent::answer(request, terms))
		.await?;
	let provision = done.events.iter().find_map(|event| match event {
		Event::Answered { provision, .. } => provision.map(|id| id.0),
		_ => None,
	});
	Ok(included(&done, json!({ "provision": provision })))
}

async fn decide(context: &Context, question: Question) -> Result<Value, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?;
	let one = |kind: &str, text: &str| Failure::bad_input(format!("{text} is no {kind}"));
	let at: Option<Moment> = match (question.at_block, &question.at) {
		(Some(number), _) => {
			let hash = chain
				.block_hash(number)
				.await?
				.ok_or_else(|| Failure::not_found(format!("block {number}")))?;
			Some(chain.moment(hash).await?)
		}
		(None, Some(text)) => Some(parse_moment(text)?),
		(None, None) => None,
	};
	let now = chain.moment(block.hash).await?;
	let reader = match question.reader.as_str() {
		"decision-support" => Reader::DecisionSupport,
		account => Reader::Account(context.account(account)?),
	};
	let query = Query {
		patient: context.account(&question.patient)?,
		reader,
		action: Action::from_code(&question.action)
			.ok_or_else(|| one("action", &question.action))?,
		category: Category::from_code(&question.category)
			.ok_or_else(|| one("category", &question.category))?,
		compartment: Compartment::new(question.compartment)
			.ok_or_else(|| Failure::bad_input("a compartment is 0 to 15"))?,
		purpose: Purpose::from_code(&question.purpose)
			.ok_or_else(|| one("purpose", &question.purpose))?,
		data: match &question.data {
			Some(text) => parse_data_period(text)?,
			None => DataPeriod::on(Day::of(at.unwrap_or(now))),
		},
	};
	let decision = match at {
		Some(at) => questions::decide_at(chain, &query, at, block.hash).await?,
		None => questions::decide(chain, &query, block.hash).await?,
	};
	Ok(match decision {
		Ok(permit) => json!({
			"permitted": true,
			"basis": render::basis(permit.basis),
			"obligations": render::obligations(permit.obligations),
		}),
		Err(refusal) => json!({ "permitted": false, "reason": render::refusal(refusal) }),
	})
}
