// SPDX-License-Identifier: Apache-2.0
//! A claim as a FHIR R4 Claim. Amounts are whole numbers of the currency's smallest unit, and so stand in extensions:
//! FHIR's `Money` counts in the currency itself.

use super::{CLAIM_LENGTH, ClaimDocument, ClaimLine};
use crate::{
	DocumentError,
	evidence::{Piece, ShownRecord},
	form::{
		self, Extension, Period, Reference, URI, account, bytes, exact, extension, optional,
		reference, required,
	},
};
use salus_adjudication::{Amount, Currency, MAX_LINES};
use salus_core::AccountId;
use salus_primitives::{
	PolicyId, RecordId,
	claims::{MAX_NULLIFIERS, Slot},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const MAX_PIECES: usize = MAX_NULLIFIERS as usize;

const PRIORITY: &str = "http://terminology.hl7.org/CodeSystem/processpriority";
const POLICY: &str = "urn:salus:policy";
const PAYEE: &str = "urn:salus:payee";
const SLOT: &str = "urn:salus:slot";
const CURRENCY: &str = "urn:salus:currency";
const SALT: &str = "urn:salus:salt";
const SIGNATURE: &str = "urn:salus:signature";

const BENEFIT: &str = "urn:salus:benefit";
const BENEFICIARY: &str = "urn:salus:beneficiary";
const VISIT: &str = "urn:salus:visit";
const CHARGE: &str = "urn:salus:charge";
const PROVIDER: &str = "urn:salus:provider";
const OTHER: &str = "urn:salus:other";

const EVIDENCE: &str = "urn:salus:evidence";
const RECORD: &str = "urn:salus:record:";
const PATIENT: &str = "urn:salus:patient";
const S: &str = "urn:salus:s";
const T: &str = "urn:salus:t";

/// What is read of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Form {
	extension: Vec<Extension>,
	/// Whose record it is, for people: insurers go by the chain.
	patient: Reference,
	#[serde(default)]
	supporting_info: Vec<Info>,
	item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
	extension: Vec<Extension>,
	value_reference: Reference,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
	extension: Vec<Extension>,
	#[serde(default)]
	information_sequence: Vec<usize>,
	product_or_service: Concept,
	serviced_period: Period,
	quantity: Quantity,
}

#[derive(Deserialize)]
struct Concept {
	coding: [Coding; 1],
}

#[derive(Deserialize)]
struct Coding {
	code: String,
}

#[derive(Deserialize)]
struct Quantity {
	value: u32,
}

impl ClaimDocument {
	/// The document, to be encrypted as it is. `subject` is the policy's holder, whose record it becomes.
	pub fn to_fhir(&self, subject: &AccountId) -> Vec<u8> {
		form::padded(&self.written(subject), CLAIM_LENGTH)
	}

	/// Reads a document that was decrypted. Whether it is signed is for whoever judges to see to.
	pub fn from_fhir(document: &[u8]) -> Result<Self, DocumentError> {
		let document = form::parse(document)?;
		let read: Form = form::read(&document)?;
		if read.item.is_empty() || read.item.len() > MAX_LINES {
			return Err(DocumentError::Wrong("item"));
		}
		if read.supporting_info.len() > MAX_PIECES {
			return Err(DocumentError::Wrong("supportingInfo"));
		}
		let subject = read.patient.account().ok_or(DocumentError::Wrong("patient"))?;
		let of = &read.extension;
		let policy = required(of, POLICY, |text| exact(text).map(PolicyId))?;
		let pieces: Vec<Piece> = read
			.supporting_info
			.iter()
			.map(|info| piece(policy, info))
			.collect::<Result<_, _>>()?;
		let records: BTreeSet<_> = pieces.iter().map(|piece| piece.shown.record).collect();
		if records.len() != pieces.len() {
			return Err(DocumentError::Doubled(RECORD));
		}
		let claim = Self {
			policy,
			payee: required(of, PAYEE, account)?,
			currency: required(of, CURRENCY, currency)?,
			slot: required(of, SLOT, slot)?,
			lines: read
				.item
				.iter()
				.map(|item| line(item, pieces.len()))
				.collect::<Result<_, _>>()?,
			pieces,
			salt: required(of, SALT, bytes)?,
			signature: required(of, SIGNATURE, bytes)?,
		};
		form::check_same(&document, &claim.written(&subject))?;
		Ok(claim)
	}

	fn written(&self, subject: &AccountId) -> Value {
		let created = self.lines.iter().map(|line| line.last).max().unwrap_or_default();
		let items = self.lines.iter().enumerate().map(|(index, line)| item(index, line));
		let mut document = json!({
			"resourceType": "Claim",
			"extension": [
				extension(POLICY, self.policy),
				extension(PAYEE, &self.payee),
				extension(SLOT, number_of(self.slot)),
				extension(CURRENCY, String::from_utf8_lossy(&self.currency.0)),
				extension(SALT, hex::encode(self.salt)),
				extension(SIGNATURE, hex::encode(self.signature)),
			],
			"status": "active",
			"type": { "text": "a claim under a policy on Salus's chain" },
			"use": "claim",
			"patient": form::subject(subject),
			"created": created.to_string(),
			"provider": { "display": "each item names its own" },
			"priority": { "coding": [{ "system": PRIORITY, "code": "normal" }] },
			"insurance": [{
				"sequence": 1,
				"focal": true,
				"coverage": reference(URI, format_args!("{POLICY}:{}", self.policy)),
			}],
			"item": items.collect::<Value>(),
		});
		let pieces = self.pieces.iter().enumerate().map(|(index, piece)| info(index, piece));
		// FHIR has no empty lists.
		if !self.pieces.is_empty()
			&& let Some(members) = document.as_object_mut()
		{
			members.insert("supportingInfo".into(), pieces.collect());
		}
		document
	}
}

/// A piece of evidence. The policy that it was shown for is the claim's, or its signature does not fit.
fn piece(policy: PolicyId, info: &Info) -> Result<Piece, DocumentError> {
	let urn = info.value_reference.named(URI);
	let record = urn.and_then(|urn| exact(urn.strip_prefix(RECORD)?));
	let of = &info.extension;
	let shown = ShownRecord {
		policy,
		record: record.map(RecordId).ok_or(DocumentError::Wrong(RECORD))?,
		patient: required(of, PATIENT, account)?,
		s: required(of, S, bytes)?,
		t: required(of, T, bytes)?,
		signature: required(of, SIGNATURE, bytes)?,
	};
	Ok(Piece { shown, salt: required(of, SALT, bytes)? })
}

fn info(index: usize, piece: &Piece) -> Value {
	let Piece { shown, salt } = piece;
	json!({
		"extension": [
			extension(PATIENT, &shown.patient),
			extension(S, hex::encode(shown.s)),
			extension(T, hex::encode(shown.t)),
			extension(SIGNATURE, hex::encode(shown.signature)),
			extension(SALT, hex::encode(salt)),
		],
		"sequence": index.saturating_add(1),
		"category": { "coding": [{ "system": EVIDENCE, "code": "record" }] },
		"valueReference": reference(URI, format_args!("{RECORD}{}", shown.record)),
	})
}

fn line(item: &Item, pieces: usize) -> Result<ClaimLine, DocumentError> {
	const SEQUENCE: &str = "informationSequence";
	let [Coding { code }] = &item.product_or_service.coding;
	let place = |sequence: &usize| {
		let place = sequence.checked_sub(1).filter(|place| *place < pieces)?;
		u8::try_from(place).ok()
	};
	let evidence: Option<Vec<u8>> = item.information_sequence.iter().map(place).collect();
	let evidence = evidence.ok_or(DocumentError::Wrong(SEQUENCE))?;
	if evidence.iter().collect::<BTreeSet<_>>().len() != evidence.len() {
		return Err(DocumentError::Doubled(SEQUENCE));
	}
	let of = &item.extension;
	Ok(ClaimLine {
		benefit: exact(code).ok_or(DocumentError::Wrong(BENEFIT))?,
		beneficiary: required(of, BENEFICIARY, exact)?,
		visit: required(of, VISIT, exact)?,
		units: item.quantity.value,
		charge: required(of, CHARGE, amount)?,
		first: item.serviced_period.start,
		last: item.serviced_period.end,
		provider: required(of, PROVIDER, account)?,
		evidence,
		other: optional(of, OTHER, amount)?,
	})
}

fn item(index: usize, line: &ClaimLine) -> Value {
	let mut extensions = vec![
		extension(BENEFICIARY, line.beneficiary),
		extension(VISIT, line.visit),
		extension(CHARGE, line.charge.0),
		extension(PROVIDER, &line.provider),
	];
	extensions.extend(line.other.map(|other| extension(OTHER, other.0)));
	let mut item = json!({
		"extension": extensions,
		"sequence": index.saturating_add(1),
		"productOrService": { "coding": [{ "system": BENEFIT, "code": line.benefit.to_string() }] },
		"servicedPeriod": { "start": line.first.to_string(), "end": line.last.to_string() },
		"quantity": { "value": line.units },
	});
	let sequences = line.evidence.iter().map(|place| u16::from(*place).saturating_add(1));
	if !line.evidence.is_empty()
		&& let Some(members) = item.as_object_mut()
	{
		members.insert("informationSequence".into(), sequences.collect());
	}
	item
}

fn amount(text: &str) -> Option<Amount> {
	exact(text).map(Amount)
}

fn currency(text: &str) -> Option<Currency> {
	text.as_bytes().try_into().ok().map(Currency).filter(Currency::is_code)
}

fn slot(text: &str) -> Option<Slot> {
	[Slot::First, Slot::Second, Slot::Third]
		.into_iter()
		.find(|slot| number_of(*slot).to_string() == text)
}

fn number_of(slot: Slot) -> u8 {
	match slot {
		Slot::First => 1,
		Slot::Second => 2,
		Slot::Third => 3,
	}
}

#[cfg(test)]
mod tests;
