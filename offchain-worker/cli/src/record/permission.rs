// SPDX-License-Identifier: Apache-2.0
//! What the chain would refuse, refused here before anything is encrypted, uploaded or signed.

use super::super::{Context, Failure, consent::Missing};
use salus_chain::{
	AccountId, ChainClient,
	queries::{self, Guardian, WhoIs},
};
use salus_primitives::{
	Action, Basis, Category, Compartment, DataPeriod, Decision, Licence, Moment, Power, Purpose,
	Query, Reader, RecordId, Refusal, VersionNumber, WithId,
	records::{Record, Version},
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

/// Whether the signer wrote the record, or it is of the patient's own side: patient and guardians.
pub async fn amends(context: &Context, info: &NumberedRecord) -> Result<(), Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let (signer, record) = (context.signer()?.account(), &info.item);
	let guardians_wrote = || async {
		let first = queries::version(chain, info.id, 1, block.hash).await?;
		let of_guardian = |first: Version<AccountId>| matches!(first.basis, Basis::Guardianship(_));
		Ok::<_, Failure>(first.is_some_and(of_guardian))
	};
	let may = signer == record.author
		|| (signer == record.patient && guardians_wrote().await?)
		|| (record.author == record.patient
			&& acts_for(context, &record.patient, Power::Write).await?);
	if may {
		return Ok(());
	}
	Err(Failure::new(
		"Records.NotTheAuthor",
		format!("record {} is by {}, and only its author amends it", info.id, record.author),
	)
	.remedy(format!(
		"write one that replaces it: salus record replace {}; or, if its author is a colleague, name the organisation \
		 with --as-member-of; nothing was written",
		info.id
	)))
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
	let power = match compartment {
		Compartment::General => Power::Write,
		_ => Power::WriteNumbered,
	};
	if acts_for(context, patient, power).await? {
		// What the patient denies them, the chain says.
		return Ok(());
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
				"only the patient, their guardians and licensed practitioners write records",
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
			// On the chain a denial ends the search, but for a broken glass. Data rule 7.
			if matches!(refusal, Refusal::Denied(_)) && purpose != Purpose::BreakGlass {
				continue;
			}
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
				Decision::Refusal(_) if matches!(refusal, Refusal::Denied(_)) => {}
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

/// Whether the signer guards the patient now, in a role that has this power.
pub async fn acts_for(
	context: &Context,
	patient: &AccountId,
	power: Power,
) -> Result<bool, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let now = chain.moment(block.hash).await?;
	let guardians = queries::guardians(chain, patient, block.hash).await?;
	Ok(guards(&guardians, &context.signer()?.account(), power, now))
}

fn guards(guardians: &[Guardian], account: &AccountId, power: Power, now: Moment) -> bool {
	guardians.iter().any(|guardian| {
		guardian.account == *account && guardian.acted_at(now) && guardian.role.may(power)
	})
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
	fn a_guardian_acts_as_far_as_the_role_goes_and_until_its_end() {
		use salus_primitives::GuardianRole::{self, Carer, Parent};
		let account = AccountId::new([2; 32]);
		let guardian = |role: GuardianRole, ended_at| Guardian {
			account: account.clone(),
			role,
			proposed_by: None,
			since: 10,
			until: 20,
			ended_at,
		};
		let acts = |guardian: Guardian, power, now| guards(&[guardian], &account, power, now);
		assert!(acts(guardian(Parent, None), Power::WriteNumbered, 10));
		assert!(!acts(guardian(Parent, None), Power::Write, 20));
		assert!(!acts(guardian(Parent, Some(12)), Power::Write, 12));
		assert!(acts(guardian(Carer, None), Power::Write, 10));
		assert!(!acts(guardian(Carer, None), Power::WriteNumbered, 10));
		let other = AccountId::new([3; 32]);
		assert!(!guards(&[guardian(Parent, None)], &other, Power::Write, 10));
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
