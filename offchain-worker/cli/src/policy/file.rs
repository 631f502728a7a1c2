// SPDX-License-Identifier: Apache-2.0
//! File: who is insured becomes a record of the policy's holder, before the insurer issues the policy by it.

use crate::{
	Context, Failure, insurance,
	record::Custody,
	response::{Done, Plain},
	times,
};
use clap::Args;
use salus_adjudication::{MAX_BENEFICIARIES, Policy};
use salus_chain::ChainClient;
use salus_insurance::coverage;
use salus_primitives::{DataPeriod, RecordId, VersionNumber};
use serde::Serialize;
use std::{collections::BTreeSet, path::PathBuf};

/// What a file has, and who has to read what becomes of it.
pub const POLICY: &str = "The file is JSON: {\"from\": \"2027-01-01\", \"until\": \"2027-12-31\", \"beneficiaries\": \
	[{\"number\": 0, \"from\": \"2027-01-01\", \"until\": \"2027-12-31\", \"adultFrom\": \"2000-01-01\"}]}. Beneficiaries \
	have numbers and no names; before adultFrom one is a child. The insurer has to be permitted to read the record: salus \
	consent grant --permit --to INSURER --categories Claim --purposes HPAYMT. Version 1 alone counts: what changes later is \
	written as a record of its own.";

#[derive(Args, Debug)]
pub struct File {
	/// Who will hold the policy: an account that is registered as a patient, best one for insurance alone.
	holder: String,
	/// Who is insured, and when.
	policy: PathBuf,
	#[command(flatten)]
	custody: Custody,
}

/// A record in which it stands who is insured.
#[derive(Serialize)]
pub struct Filed {
	record: RecordId,
	version: VersionNumber,
}

impl Plain for Filed {}

impl File {
	pub async fn run(self, context: &Context) -> Result<Done<Filed>, Failure> {
		let policy: Policy = insurance::read_file(&self.policy, "salus policy file")?;
		check(&policy)?;
		let holder = context.account(&self.holder)?;
		let document = coverage::to_fhir(&policy, &holder);
		// Whoever judges a claim by it refuses what is not written as it is to be.
		coverage::from_fhir(&document).map_err(Failure::bad_input)?;
		let (chain, block) = (context.chain().await?, context.block().await?);
		// Its own days may be to come, and data are not.
		let data = DataPeriod::on(times::today(chain.moment(block.hash).await?));
		let written = insurance::write(context, &holder, data, &document, &self.custody).await;
		let (record, version, done) = written?;
		Ok(Done::new(&done, Filed { record, version }))
	}
}

/// Refuses a policy by which no claim could be judged.
fn check(policy: &Policy) -> Result<(), Failure> {
	let refused = |problem: String| Err(Failure::bad_input(problem).remedy("nothing was written"));
	let Policy { from, until, beneficiaries } = policy;
	if until < from {
		return refused(format!("a policy from {from} can't end on {until}"));
	}
	if beneficiaries.is_empty() || beneficiaries.len() > MAX_BENEFICIARIES {
		return refused(format!("a policy insures 1 to {MAX_BENEFICIARIES} beneficiaries"));
	}
	let mut known = BTreeSet::new();
	for beneficiary in beneficiaries {
		let number = beneficiary.number;
		if beneficiary.until < beneficiary.from {
			return refused(format!("beneficiary {number} ends before they begin"));
		}
		if !known.insert(number) {
			return refused(format!("there are two beneficiaries with the number {number}"));
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_chain::AccountId;
	use serde_json::{Value, json};

	fn policy() -> Value {
		let days = |number: u8, adult_from: &str| {
			json!({
				"number": number, "from": "2027-01-01", "until": "2027-12-31", "adultFrom": adult_from,
			})
		};
		json!({
			"from": "2027-01-01", "until": "2027-12-31",
			"beneficiaries": [days(0, "2000-01-01"), days(1, "2037-05-06")],
		})
	}

	fn read(value: &Value) -> Result<Policy, Failure> {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("policy.json");
		std::fs::write(&path, value.to_string()).unwrap();
		insurance::read_file(&path, "salus policy file")
	}

	#[test]
	fn what_is_written_is_the_policy_of_the_file() {
		let policy = read(&policy()).unwrap();
		assert!(check(&policy).is_ok());
		let document = coverage::to_fhir(&policy, &AccountId::new([1; 32]));
		assert_eq!(coverage::from_fhir(&document), Ok(policy));
	}

	#[test]
	fn a_policy_by_which_nothing_could_be_judged_is_not_written() {
		for (pointer, value) in [
			("/until", json!("2026-12-31")),
			("/beneficiaries", json!([])),
			("/beneficiaries", json!(vec![policy()["beneficiaries"][0].clone(); 17])),
			("/beneficiaries/1/number", json!(0)),
			("/beneficiaries/1/until", json!("2026-12-31")),
		] {
			let mut wrong = policy();
			*wrong.pointer_mut(pointer).unwrap() = value;
			let refused = check(&read(&wrong).unwrap()).unwrap_err();
			assert_eq!(refused.kind, "BadInput", "{pointer}");
		}
		let mut named = policy();
		named["beneficiaries"][0]["name"] = json!("Muster");
		assert!(read(&named).is_err());
	}
}
