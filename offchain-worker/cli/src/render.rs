//! How answers look: as JSON for scripts, and from that as text for people.

use super::{Failure, consent, times};
use salus_chain::{AccountId, answers::*};
use salus_primitives::{
	Basis, BreakGlassId, ConsentRequestId, DataPeriod, Day, Moment, Obligations, Refusal,
	VersionNumber,
};
use serde_json::{Map, Value, json};

/// A moment by RFC 3339, in the user's zone.
pub fn moment(at: Moment) -> Value {
	json!(times::show(at))
}

fn maybe_moment(at: Option<Moment>) -> Value {
	at.map_or(Value::Null, moment)
}

/// The last moment of a period whose end on chain is the first one after it, as FHIR's `Period.end` has it.
fn last_moment(end: Option<Moment>) -> Value {
	end.map_or(Value::Null, |end| json!(times::show_end(end)))
}

/// A day as FHIR writes it.
pub fn day(at: Day) -> String {
	times::show_day(at)
}

fn maybe_day(at: Option<Day>) -> Value {
	at.map_or(Value::Null, |at| json!(day(at)))
}

/// The first and the last day on which a record's data arose.
pub fn data_period(data: DataPeriod) -> Value {
	json!({ "first": day(data.first), "last": day(data.last) })
}

/// Words of a closed list, by commas; `all` for every one.
pub fn parse_words<Word: Copy>(
	kind: &str,
	text: &str,
	all: &[Word],
	code: fn(Word) -> &'static str,
) -> Result<Vec<Word>, Failure> {
	if text == "all" {
		return Ok(all.to_vec());
	}
	text.split(',').map(|word| parse_word(kind, word, all, code)).collect()
}

/// One word of a closed list.
pub fn parse_word<Word: Copy>(
	kind: &str,
	text: &str,
	all: &[Word],
	code: fn(Word) -> &'static str,
) -> Result<Word, Failure> {
	let found = all.iter().copied().find(|word| code(*word) == text);
	found.ok_or_else(|| {
		let words: Vec<&str> = all.iter().map(|word| code(*word)).collect();
		Failure::bad_input(format!("there is no {kind} {text}"))
			.remedy(format!("choose from {}", words.join(", ")))
	})
}

pub fn basis(basis: Basis) -> Value {
	match basis {
		Basis::OwnRecord => json!({ "ownRecord": true }),
		Basis::Authorship => json!({ "authorship": true }),
		Basis::Provision(id) => json!({ "provision": id.0 }),
		Basis::BreakGlass(id) => json!({ "breakGlass": id.0 }),
	}
}

pub fn obligations(obligations: Obligations) -> Value {
	json!({
		"eraseAt": last_moment(obligations.erase_at),
		"noRedisclosure": obligations.no_redisclosure,
		"maskIdentity": obligations.mask_identity,
	})
}

pub fn refusal(refusal: Refusal) -> Value {
	match refusal {
		Refusal::NoPolicy => json!("no provision permits it"),
		Refusal::Denied(id) => json!(format!("provision {id} denies it")),
		Refusal::NotInForce => json!("the reader's licence is expired or suspended"),
	}
}

fn actor(actor: &Actor) -> Value {
	match actor {
		Actor::Account(account) => json!(account.to_string()),
		Actor::MembersOf(organisation) => json!(format!("members-of:{organisation}")),
		Actor::DecisionSupport => json!("decision-support"),
		Actor::Study(study) => json!(format!("study:{study}")),
	}
}

/// The codes of a set's words; an empty set in a denial means everything.
macro_rules! codes {
	($words:expr) => {
		$words.iter().map(|word| word.code()).collect::<Vec<_>>()
	};
}

pub fn provision(provision: &Provision) -> Value {
	json!({
		"provision": provision.id.0,
		"effect": provision.effect,
		"to": actor(&provision.actor),
		"actions": codes!(provision.actions),
		"categories": codes!(provision.categories),
		"compartments": provision.compartments.iter().map(|c| c.number()).collect::<Vec<_>>(),
		"purposes": codes!(provision.purposes),
		"from": moment(provision.from),
		"until": last_moment(provision.until),
		"dataFrom": maybe_day(provision.data_from),
		"dataUntil": maybe_day(provision.data_until),
		"eraseAt": last_moment(provision.erase_at),
		"noRedisclosure": provision.no_redisclosure,
		"maskIdentity": provision.mask_identity,
		"usesLeft": provision.uses_left,
		"grantedAt": moment(provision.granted_at),
		"revokedAt": maybe_moment(provision.revoked_at),
		"usedUpAt": maybe_moment(provision.used_up_at),
	})
}

pub fn consent_request(id: ConsentRequestId, request: &ConsentRequest) -> Value {
	json!({
		"request": id.0,
		"patient": request.patient.to_string(),
		"requester": request.requester.to_string(),
		"effect": request.terms.effect,
		"to": actor(&request.terms.actor),
		"actions": codes!(request.terms.actions),
		"categories": codes!(request.terms.categories),
		"compartments": request.terms.compartments,
		"purposes": codes!(request.terms.purposes),
		"from": maybe_moment(request.terms.from),
		"until": last_moment(request.terms.until),
		"dataFrom": maybe_day(request.terms.data_from),
		"dataUntil": maybe_day(request.terms.data_until),
		"means": consent::sentence(&request.terms, &consent::whom(&request.terms.actor, None)),
		"requestedAt": moment(request.requested_at),
		"expiresAt": moment(request.expires_at),
	})
}

pub fn break_glass_case(id: BreakGlassId, case: &BreakGlassCase) -> Value {
	json!({
		"case": id.0,
		"patient": case.patient.to_string(),
		"practitioner": case.practitioner.to_string(),
		"reason": case.reason,
		"openedAt": moment(case.opened_at),
		"until": moment(case.until),
		"review": case.review.map(|review| json!({
			"outcome": review.outcome,
			"reviewedAt": moment(review.reviewed_at),
		})),
	})
}

pub fn operator(operator: &OperatorInfo) -> Value {
	json!({
		"account": operator.account.to_string(),
		"bond": operator.bond.to_string(),
		"endpoint": operator.endpoint(),
		"peerId": String::from_utf8_lossy(&operator.peer_id),
		"since": moment(operator.since),
		"inService": operator.in_service,
		"suspended": operator.suspended,
		"leavingUntil": maybe_moment(operator.leaving_until),
		"duties": operator.duties,
	})
}

pub fn who(account: &AccountId, who: &WhoIs) -> Value {
	let country = |code: [u8; 2]| String::from_utf8_lossy(&code).into_owned();
	json!({
		"account": account.to_string(),
		"patient": who.patient.as_ref().map(|patient| json!({
			"organisation": patient.organisation.as_ref().map(ToString::to_string),
			"registeredAt": moment(patient.registered_at),
			"callsLeftToday": patient.calls_left,
			"itemsLeft": patient.items_left,
			"bytesLeft": patient.bytes_left,
		})),
		"organisation": who.organisation.as_ref().map(|organisation| json!({
			"kind": organisation.kind,
			"jurisdiction": country(organisation.jurisdiction),
			"accreditedAt": moment(organisation.accredited_at),
			"suspended": organisation.suspended,
			"vouchersLeftToday": organisation.vouchers_left,
			"patients": organisation.patient_count,
			"feelessCallsToday": organisation.calls_today,
		})),
		"practitioner": who.practitioner.as_ref().map(|practitioner| json!({
			"profession": format!("{:?}", practitioner.profession),
			"jurisdiction": country(practitioner.jurisdiction),
			"licensedAt": moment(practitioner.licensed_at),
			"expiresAt": moment(practitioner.expires_at),
			"inForce": practitioner.in_force,
		})),
		"memberships": who.membership_count,
		"operator": who.operator.as_ref().map(operator),
		"encryptionKey": who.encryption_key.map(|key| hex::encode(key.key)),
	})
}

pub fn record(info: &RecordInfo) -> Value {
	json!({
		"record": info.id.0,
		"patient": info.record.patient.to_string(),
		"author": info.record.author.to_string(),
		"category": info.record.category.code(),
		"compartment": info.record.compartment.number(),
		"version": info.record.latest,
		"createdAt": moment(info.record.created_at),
		"data": data_period(info.record.data),
		"contested": info.record.contested,
	})
}

pub fn version(info: &VersionInfo) -> Value {
	json!({
		"record": info.record.0,
		"version": info.version,
		"cid": info.cid.to_string(),
		"size": info.size,
		"custodians": info.custodians.iter().map(ToString::to_string).collect::<Vec<_>>(),
		"threshold": info.threshold,
		"author": info.author.to_string(),
		"basis": basis(info.basis),
		"submittedAt": moment(info.submitted_at),
	})
}

pub fn access(info: &AccessInfo, version: VersionNumber) -> Value {
	json!({
		"access": info.id.0,
		"record": info.record.0,
		"version": version,
		"purpose": info.purpose.code(),
		"basis": basis(info.basis),
		"obligations": obligations(info.obligations),
		"openedAt": moment(info.opened_at),
		"expiresAt": moment(info.expires_at),
	})
}

/// Text for people: names and values, lists as tables of lines.
pub fn for_people(answer: &Value) -> String {
	let mut text = String::new();
	write(&mut text, answer, 0);
	text.trim_end().to_owned()
}

fn write(text: &mut String, value: &Value, depth: usize) {
	match value {
		Value::Object(fields) => write_fields(text, fields, depth),
		Value::Array(items) if items.is_empty() => text.push_str("none\n"),
		Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
			let items: Vec<String> = items.iter().map(plain).collect();
			text.push_str(&items.join(", "));
			text.push('\n');
		}
		Value::Array(items) => {
			for item in items {
				text.push('\n');
				write(text, item, depth);
			}
		}
		other => {
			text.push_str(&plain(other));
			text.push('\n');
		}
	}
}

fn write_fields(text: &mut String, fields: &Map<String, Value>, depth: usize) {
	let shown: Vec<_> = fields.iter().filter(|(_, value)| !value.is_null()).collect();
	let width = shown.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
	for (name, value) in shown {
		text.push_str(&"  ".repeat(depth));
		let nested = value.is_object()
			|| value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
		if nested {
			text.push_str(name);
			text.push('\n');
			write(text, value, depth.saturating_add(1));
		} else {
			text.push_str(&format!("{name:width$}  "));
			write(text, value, depth);
		}
	}
}

fn plain(value: &Value) -> String {
	value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
