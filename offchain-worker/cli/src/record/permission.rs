// SPDX-License-Identifier: Apache-2.0
//! What the chain would refuse, refused here before anything is encrypted, uploaded or signed.

use super::super::{Context, Failure, consent::Missing};
use salus_chain::{
	AccountId,
	queries::{self, WhoIs},
};
use salus_primitives::{
	Action, Category, Compartment, DataPeriod, Decision, Licence, Purpose, Query, Reader, RecordId,
	Refusal, VersionNumber, WithId, records::Record,
};

/// A record with its id.
pub type NumberedRecord = WithId<RecordId, Record<AccountId>>;

/// What lets a practitioner write, in the order in which the chain tries it.
const WRITING_PURPOSES: [Purpose; 3] =
	[Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::BreakGlass];

/// A record that is there.
pub async fn live(context: &Context, record: RecordId) -> Result<NumberedRecord, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	if let Some(item) = queries::record(chain, record, block.hash).await? {
		return Ok(WithId { id: record, item });
	}
	Err(match queries::tombstone(chain, record, block.hash).await? {
		Some(_) => {
			Failure::new("Records.Erased", format!("the patient has erased record {record}"))
		}
		None => Failure::new("Records.NotFound", format!("record {record} does not exist"))
			.remedy("see salus record list"),
	})
}

/// Whether an amendment follows the record's latest version.
pub fn follows(info: &NumberedRecord, base: VersionNumber) -> Result<(), Failure> {
	let latest = info.item.latest;
	if base == latest {
		return Ok(());
	}
	Err(Failure::new(
		"Records.StaleVersion",
		format!("--base {base} is not the latest version of record {}: that is {latest}", info.id),
	)
	.remedy("read the latest version and amend that"))
}

/// Whether the reader can be given a key: the one on chain must be the one that is kept here.
pub async fn reader_has_key(context: &Context) -> Result<(), Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let signer = context.signer()?.account();
	let who = queries::who_is(chain, &signer, block.hash).await?;
	has_key(&who, &context.secret()?.public())
}

fn has_key(who: &WhoIs, own: &[u8; 32]) -> Result<(), Failure> {
	match who.encryption_key {
		// Whether the account may read at all is the chain's answer, and it comes first.
		None => Ok(()),
		Some(known) if known.key == *own => Ok(()),
		Some(_) => Err(Failure::new(
			"OtherEncryptionKey",
			"the encryption key on chain is not the one that this key makes: what custodians send could not be opened",
		)
		.remedy("publish this one: salus keys publish")),
	}
}

/// Whether the signer may write all this for the patient.
pub async fn may_write(
	context: &Context,
	patient: &AccountId,
	compartment: Compartment,
	parts: &[(Category, DataPeriod)],
) -> Result<(), Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let author = context.signer()?.account();
	let is_patient = queries::who_is(chain, patient, block.hash).await?.patient.is_some();
	let not_a_patient = || {
		Failure::new("Records.NotAPatient", format!("{patient} is not registered as a patient"))
			.remedy("register first: salus register")
	};
	if author == *patient {
		return if is_patient { Ok(()) } else { Err(not_a_patient()) };
	}
	match queries::who_is(chain, &author, block.hash).await?.licence {
		Licence::InForce { .. } => {}
		Licence::Expired | Licence::Suspended => {
			return Err(Failure::new("Records.NotInForce", "your licence is expired or suspended")
				.remedy("ask the authority to renew it"));
		}
		Licence::None => {
			return Err(Failure::new(
				"Records.NotPermitted",
				"only the patient and licensed practitioners write records",
			)
			.remedy("sign with another key: --as"));
		}
	}
	if !is_patient {
		return Err(not_a_patient());
	}
	for (category, data) in parts {
		let mut refusal = Refusal::NoPolicy;
		let mut permitted = false;
		for purpose in WRITING_PURPOSES {
			let query = Query {
				patient: patient.clone(),
				reader: Reader::Account(author.clone()),
				action: Action::Collect,
				category: *category,
				compartment,
				purpose,
				data: *data,
			};
			match queries::decide(chain, &query, block.hash).await? {
				Decision::Permit(_) => {
					permitted = true;
					break;
				}
				Decision::Refusal(Refusal::NoPolicy) => {}
				Decision::Refusal(stronger) => refusal = stronger,
			}
		}
		if !permitted {
			let to = author.to_string();
			let missing = Missing {
				to: &to,
				action: Action::Collect,
				category: *category,
				compartment,
				purpose: Purpose::Treatment,
			};
			return Err(refused(refusal, patient, &missing));
		}
	}
	Ok(())
}

/// The chain's refusal to have somebody write, in its own words and kinds.
fn refused(refusal: Refusal, patient: &AccountId, missing: &Missing) -> Failure {
	let (category, compartment) = (missing.category.code(), missing.compartment.number());
	let what = format!("write {category} into compartment {compartment}");
	match refusal {
		Refusal::NoPolicy => Failure::new(
			"Records.NotPermitted",
			format!("the patient does not permit you to {what}"),
		)
		.remedy(format!(
			"what is missing is a permit to collect: ask for it with {}; nothing was written",
			missing.ask(patient)
		)),
		Refusal::Denied(provision) => Failure::new(
			"Records.Denied",
			format!("the patient denies you to {what}, by provision {provision}"),
		)
		.remedy("nothing was written"),
		Refusal::NotInForce => Failure::new(
			"Records.NotInForce",
			"your licence is expired or suspended, or your organisation is suspended",
		)
		.remedy("ask the authority; nothing was written"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::{nobody, record};
	use salus_primitives::{ProvisionId, participants::EncryptionKey};

	#[test]
	fn only_the_latest_version_is_amended() {
		let mut info = record();
		info.item.latest = 3;
		assert!(follows(&info, 3).is_ok());
		for stale in [0, 2, 4] {
			let failure = follows(&info, stale).unwrap_err();
			assert_eq!(failure.kind, "Records.StaleVersion");
			assert!(failure.message.contains("that is 3"), "{}", failure.message);
		}
	}

	#[test]
	fn a_key_on_chain_that_is_not_ones_own_is_told_before_access_is_asked_for() {
		let mut who = nobody();
		assert!(has_key(&who, &[1; 32]).is_ok());
		who.encryption_key = Some(EncryptionKey { key: [1; 32], version: 1, set_at: 0 });
		assert!(has_key(&who, &[1; 32]).is_ok());
		let refused = has_key(&who, &[2; 32]).unwrap_err();
		assert!(refused.message.contains("salus keys publish"));
	}

	#[test]
	fn refusals_to_write_have_the_chains_kinds() {
		let missing = Missing {
			to: "5Doctor",
			action: Action::Collect,
			category: Category::Condition,
			compartment: Compartment::General,
			purpose: Purpose::Treatment,
		};
		let patient = AccountId::new([1; 32]);
		let told = refused(Refusal::NoPolicy, &patient, &missing).message;
		assert!(told.contains("--to 5Doctor --actions collect --categories Condition"), "{told}");
		let kind = |refusal| refused(refusal, &patient, &missing).kind;
		assert_eq!(kind(Refusal::NoPolicy), "Records.NotPermitted");
		assert_eq!(kind(Refusal::Denied(ProvisionId(2))), "Records.Denied");
		assert_eq!(kind(Refusal::NotInForce), "Records.NotInForce");
	}
}
