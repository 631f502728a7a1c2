// SPDX-License-Identifier: Apache-2.0
//! What commands about plans, policies, claims and their money share: amounts of an asset, files, the records in which
//! policies and claims stand, and what helps when the chain refuses.

use super::{
	Context, Failure,
	consent::Missing,
	record::{self, Custody},
};
use salus_adjudication::Plan;
use salus_chain::{
	AccountId, H256, Included,
	calls::{Call, records},
	queries,
};
use salus_primitives::{
	Action, Category, Compartment, DataPeriod, PlanId, Purpose, Query, Reader, RecordId, Refusal,
	VersionNumber, claims::Asset,
};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::path::Path;

/// The asset that is meant where none is named: the one of development chains, which is worth nothing.
pub const DEFAULT_ASSET: Asset = 1;

/// An amount in an asset's smallest unit, as it is typed: written in one way only, as in JSON.
pub fn amount(text: &str) -> Result<u128, String> {
	let amount = text.parse::<u128>().ok().filter(|amount| amount.to_string() == text);
	amount.ok_or_else(|| {
		"it is not an amount: write digits alone, in the asset's smallest unit, such as 100000 for 1000.00"
			.to_owned()
	})
}

/// An amount in a file, as text.
pub fn read_amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
	let text = String::deserialize(deserializer)?;
	amount(&text).map_err(|problem| D::Error::custom(format!("`{text}`: {problem}")))
}

/// 32 bytes, as they are typed.
pub fn hash(text: &str) -> Result<[u8; 32], String> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut bytes)
		.map_err(|cause| format!("it is not 0x and 64 hex digits: {cause}"))?;
	Ok(bytes)
}

/// A JSON file; `help` is the command whose help says what it has.
pub fn read_file<T: for<'de> Deserialize<'de>>(path: &Path, help: &str) -> Result<T, Failure> {
	let text = std::fs::read_to_string(path).map_err(|cause| {
		Failure::bad_input(format!("{} cannot be read: {cause}", path.display()))
	})?;
	serde_json::from_str(&text).map_err(|cause| {
		Failure::bad_input(format!("{}: {cause}", path.display()))
			.remedy(format!("see {help} --help for what it has"))
	})
}

/// A plan that is not removed, and what claims under it are judged by.
pub async fn plan(
	context: &Context,
	id: PlanId,
	block: H256,
) -> Result<(queries::Plan, Plan), Failure> {
	let chain = context.chain().await?;
	let plan = queries::plan(chain, id, block).await?;
	let plan = plan.ok_or_else(|| Failure::not_found(format!("plan {id}")))?;
	let versions = queries::plan_versions(chain, id, block).await?;
	let rules = Plan {
		currency: plan.currency,
		year: plan.year,
		versions: versions.try_into().map_err(|_| {
			Failure::new("Mismatch", "the plan has more versions on the chain than the rules know")
		})?,
	};
	Ok((plan, rules))
}

/// Writes a document of a policy's holder as a record, encrypted as it is, and tells which it became. What the chain and
/// the custodians would refuse is refused before a byte leaves this machine.
pub async fn write(
	context: &Context,
	holder: &AccountId,
	data: DataPeriod,
	document: &[u8],
	custody: &Custody,
) -> Result<(RecordId, VersionNumber, Included), Failure> {
	let (category, compartment) = (Category::Claim, Compartment::General);
	let custodians = custody.choose(context).await?;
	record::may_write(context, holder, compartment, &[(category, data)]).await?;
	let waiting = context.spinner("custodians …");
	let kept = custodians.keep(context, document).await;
	waiting.finish_and_clear();
	let call = records::submit(holder, category, compartment, data, &kept?);
	let done = context.submit(call).await?;
	let (record, version) = record::submitted(&done)?;
	Ok((record, version, done))
}

/// What the chain is asked before an insurer reads a record in which a policy or a claim stands.
pub fn reading(
	holder: &AccountId,
	insurer: &AccountId,
	compartment: Compartment,
	data: DataPeriod,
) -> Query<AccountId> {
	Query {
		patient: holder.clone(),
		reader: Reader::Account(insurer.clone()),
		action: Action::Access,
		category: Category::Claim,
		compartment,
		purpose: Purpose::Payment,
		data,
	}
}

/// What the holder types when the chain refuses that.
pub fn permitting(refusal: Refusal, insurer: &AccountId, compartment: Compartment) -> String {
	let to = insurer.to_string();
	match refusal {
		Refusal::Denied(id) => format!("salus consent revoke {id}"),
		Refusal::NoPolicy | Refusal::NotInForce => Missing {
			to: &to,
			action: Action::Access,
			category: Category::Claim,
			compartment,
			purpose: Purpose::Payment,
		}
		.grant(),
	}
}

/// Signs and sends a call. A refusal comes with what helps.
pub async fn submit(context: &Context, call: Call) -> Result<Included, Failure> {
	context.submit(call).await.map_err(remedied)
}

/// What an event of a call that succeeded says.
pub fn told<T>(event: Option<T>, call: &str) -> Result<T, Failure> {
	event.ok_or_else(|| Failure::new("Mismatch", format!("{call} succeeded, but no event says so")))
}

/// A refusal, with what helps.
pub fn remedied(failure: Failure) -> Failure {
	let remedy = match failure.kind.split_once('.') {
		Some(("Assets", "BalanceLow" | "NoAccount") | ("Token", _)) => Some(
			"it may be too little of the asset that plans pay in: whoever has some gives it, by salus insurer transfer \
			 ACCOUNT AMOUNT",
		),
		Some(("Claims", error)) => remedy_of(error),
		_ => None,
	};
	match remedy {
		Some(remedy) => failure.remedy(remedy),
		None => failure,
	}
}

/// What helps against an error of the pallet, where there is something that its sentence does not say.
fn remedy_of(error: &str) -> Option<&'static str> {
	Some(match error {
		"NotAnInsurer" => {
			"the authority accredits insurers: salus authority accredit ACCOUNT --kind insurer"
		}
		"NotAnOrganisation" => "the authority accredits and reinstates organisations",
		"NotTheInsurer" => "sign as the plan's insurer: salus plan show PLAN says who it is",
		"UnknownPlan" | "PlanOpen" => "see: salus plan show PLAN; salus plan close PLAN closes one",
		"UnknownPolicy" | "ClaimsLeft" => "see: salus policy show POLICY; salus claim list POLICY",
		"UnknownClaim" | "NotConcluded" | "NotRefunded" | "ClaimKept" | "AlreadyConcluded"
		| "AlreadyReferred" | "AlreadyDenied" => "see: salus claim show CLAIM",
		"NoReserve" => {
			"a reserve is for plans in its asset: salus plan publish FILE, or name another with --asset"
		}
		"ReserveNeeded" => {
			"see what is free and what is required: salus insurer solvency; put more in: salus insurer fund AMOUNT"
		}
		"ClaimsWaiting" => "put enough in reserve for them: salus insurer fund AMOUNT",
		"NothingToPay" | "ClaimsOpen" | "FundsLeft" => "see: salus insurer solvency INSURER",
		"NotAPatient" => "an insurance account registers as a patient: salus register",
		"OtherCategory" => {
			"name a record of category Claim, and for a claim another one than the policy's: salus record list"
		}
		"UnknownRecord" | "OtherPatient" => {
			"name a record of the policy's holder: salus record list"
		}
		"NoticeTooShort" => "name a later day",
		"InThePast" => "name today, by the chain's clock in UTC, or a later day",
		"NotEarlier" | "NotLater" | "TooFarAhead" | "TooFarBack" | "EndsBeforeItBegins" => {
			"name another day"
		}
		"AlreadyClaimed" => {
			"see: salus claim list POLICY; amend the record to claim another version of it, or have another one written, by \
			 salus claim file"
		}
		"TooManyOpen" => "wait until its insurer has judged some: salus claim list POLICY",
		"NotCollected" => "collect it for the payee: salus claim collect INSURER --payee ACCOUNT",
		"StaleStatement" => {
			"judge it from what the policy's latest conclusion wrote: salus claim conclude CLAIM CASE --statement FILE"
		}
		"AboveCeiling" => {
			"the claim's ceiling was too low: conclude it with less, or have it submitted again"
		}
		"EvidenceNotShown" | "OtherEvidence" => {
			"ask whoever submitted it for the salt of its evidence: --evidence-salt HEX"
		}
		_ => return None,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_amount_is_written_in_one_way() {
		for (text, read) in [("0", 0), ("100000", 100_000)] {
			assert_eq!(amount(text), Ok(read), "{text}");
		}
		assert_eq!(amount(&u128::MAX.to_string()), Ok(u128::MAX));
		for text in [
			"",
			"+5",
			"-5",
			"05",
			"1.5",
			"1_000",
			"1e3",
			" 5",
			"340282366920938463463374607431768211456",
		] {
			assert!(amount(text).unwrap_err().contains("smallest unit"), "{text}");
		}
	}

	#[test]
	fn a_hash_is_64_hex_digits() {
		let digits = "ab".repeat(32);
		assert_eq!(hash(&format!("0x{digits}")), Ok([0xab; 32]));
		assert_eq!(hash(&digits), Ok([0xab; 32]));
		for text in ["0xab", "0x0xab", &"zz".repeat(32), ""] {
			assert!(hash(text).is_err(), "{text}");
		}
	}

	#[test]
	fn a_refusal_comes_with_what_helps() {
		let helped = |kind: &str| {
			let failure = remedied(Failure::new(kind, "refused"));
			assert_eq!(failure.kind, kind);
			failure.message != "refused"
		};
		for error in [
			"NotAnInsurer",
			"NotTheInsurer",
			"ReserveNeeded",
			"ClaimsWaiting",
			"ClaimsOpen",
			"OtherCategory",
			"NoticeTooShort",
			"StaleStatement",
			"EvidenceNotShown",
			"NotCollected",
		] {
			assert!(helped(&format!("Claims.{error}")), "{error}");
		}
		assert!(helped("Assets.BalanceLow") && helped("Token.FundsUnavailable"));
		for kind in ["Claims.PlanClosed", "Records.ReserveNeeded", "ReserveNeeded", "NotAccepted"] {
			assert!(!helped(kind), "{kind}");
		}
	}
}
