// SPDX-License-Identifier: Apache-2.0
//! Why a glass was broken: committed to on the chain, and told to patient and reviewers, who check it. Data rule 1.

use super::super::{Context, Failure, output, response::Plain};
use salus_chain::{AccountId, queries};
use salus_core::{EncryptionSecret, hpke_open, hpke_seal, random, signer::parse_account};
use salus_primitives::{
	BREAK_GLASS_DOMAIN, BreakGlassId, MAX_PAGE, StatedReason,
	consent::{BreakGlassCase, BreakGlassReason},
};
use serde::{Deserialize, Serialize};
use sp_core::blake2_256;
use std::path::Path;

type Stated = StatedReason<AccountId>;

/// Why a glass was broken, on its way to patient and reviewers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonFile {
	patient: String,
	practitioner: String,
	reason: BreakGlassReason,
	note: String,
	#[serde(serialize_with = "salus_primitives::json::hex")]
	#[serde(deserialize_with = "salus_primitives::json::read_hash")]
	salt: [u8; 32],
}

impl From<&Stated> for ReasonFile {
	fn from(stated: &Stated) -> Self {
		Self {
			patient: stated.patient.to_string(),
			practitioner: stated.practitioner.to_string(),
			reason: stated.reason,
			note: stated.note.clone(),
			salt: stated.salt,
		}
	}
}

/// A reason that is the one that was committed to.
#[derive(Serialize)]
pub struct Checked {
	case: BreakGlassId,
	#[serde(flatten)]
	told: ReasonFile,
	means: &'static str,
}

impl Plain for Checked {}

/// A reason that somebody alone can open.
#[derive(Serialize)]
pub struct Told {
	to: AccountId,
	file: String,
}

impl Plain for Told {}

/// What the signer is about to commit to.
pub fn state(
	context: &Context,
	patient: &str,
	reason: BreakGlassReason,
	note: String,
) -> Result<Stated, Failure> {
	let (patient, practitioner) = (context.account(patient)?, context.signer()?.account());
	Ok(StatedReason { salt: random(), patient, practitioner, reason, note })
}

/// What the chain gets.
pub fn commitment(stated: &Stated) -> [u8; 32] {
	blake2_256(&stated.payload())
}

fn text_of(stated: &Stated) -> Result<String, Failure> {
	let text = serde_json::to_string_pretty(&ReasonFile::from(stated));
	Ok(format!("{}\n", text.map_err(Failure::bad_input)?))
}

/// Writes it for the practitioner alone.
pub fn write(path: &Path, stated: &Stated) -> Result<(), Failure> {
	output::write(path, text_of(stated)?.as_bytes())
}

/// Encrypts it to somebody's key on the chain.
pub async fn tell(context: &Context, file: &Path, to: &str, out: &Path) -> Result<Told, Failure> {
	let stated = parse(&read(file)?)?;
	let to = context.account(to)?;
	let (chain, block) = (context.chain().await?, context.block().await?);
	let known = queries::who_is(chain, &to, block.hash).await?;
	let key = known.encryption_key.ok_or_else(|| {
		let problem = format!("{to} has no encryption key on the chain");
		Failure::new("NoEncryptionKey", problem).remedy("they publish one: salus keys publish")
	})?;
	output::write(out, &encrypted(&stated, &key.key)?)?;
	Ok(Told { to, file: out.display().to_string() })
}

fn encrypted(stated: &Stated, key: &[u8; 32]) -> Result<Vec<u8>, Failure> {
	hpke_seal(key, BREAK_GLASS_DOMAIN, b"", text_of(stated)?.as_bytes()).map_err(Failure::bad_input)
}

/// Reads a reason, as it was written or encrypted, and finds the case whose commitment it opens.
pub async fn check(context: &Context, file: &Path) -> Result<Checked, Failure> {
	let bytes = read(file)?;
	let stated = match parse(&bytes) {
		Ok(stated) => stated,
		Err(_) => decrypted(&bytes, &context.secret()?)?,
	};
	let (chain, block) = (context.chain().await?, context.block().await?);
	let mut before = None;
	loop {
		let cases =
			queries::break_glass_cases(chain, &stated.patient, before, MAX_PAGE, block.hash)
				.await?;
		if let Some(case) = cases.iter().find(|case| opens(&stated, &case.item)) {
			let means = "what the practitioner committed to when they broke the glass";
			return Ok(Checked { case: case.id, told: ReasonFile::from(&stated), means });
		}
		let Some(last) = cases.last() else {
			let problem =
				"this is the reason of no case of the patient's: it was changed, or is for another";
			return Err(Failure::new("NotOpened", problem).remedy(
				"a reason that opens no commitment is none: reviewers may find the case unjustified",
			));
		};
		before = Some(last.id);
	}
}

/// Whether the case's commitment is to this.
fn opens(stated: &Stated, case: &BreakGlassCase<AccountId>) -> bool {
	case.practitioner == stated.practitioner && case.reason_commitment == commitment(stated)
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
	std::fs::read(file)
		.map_err(|cause| Failure::new("Input", format!("cannot read {}: {cause}", file.display())))
}

fn decrypted(bytes: &[u8], secret: &EncryptionSecret) -> Result<Stated, Failure> {
	let text = hpke_open(secret, BREAK_GLASS_DOMAIN, b"", bytes).map_err(|cause| {
		Failure::bad_input(format!(
			"this is neither a reason nor one that is encrypted to you: {cause}"
		))
	})?;
	parse(&text)
}

fn parse(bytes: &[u8]) -> Result<Stated, Failure> {
	let file: ReasonFile = serde_json::from_slice(bytes)
		.map_err(|cause| Failure::bad_input(format!("this is not a reason: {cause}")))?;
	let account_of = |text: &str| parse_account(text).map_err(Failure::bad_input);
	Ok(StatedReason {
		salt: file.salt,
		patient: account_of(&file.patient)?,
		practitioner: account_of(&file.practitioner)?,
		reason: file.reason,
		note: file.note,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::quorum::Deadline;

	fn stated() -> Stated {
		StatedReason {
			salt: [9; 32],
			patient: AccountId::new([1; 32]),
			practitioner: AccountId::new([2; 32]),
			reason: BreakGlassReason::Unconscious,
			note: "found at the bus stop".into(),
		}
	}

	fn case_of(stated: &Stated) -> BreakGlassCase<AccountId> {
		BreakGlassCase {
			patient: stated.patient.clone(),
			practitioner: stated.practitioner.clone(),
			organisation: None,
			depositor: stated.practitioner.clone(),
			reason_commitment: commitment(stated),
			opened_at: 0,
			until: 10,
			review_due: Deadline { moment: 20, block: 2 },
			review: None,
			previous: None,
		}
	}

	#[test]
	fn a_reason_is_read_as_it_was_written_and_opens_its_case() {
		let read = parse(text_of(&stated()).unwrap().as_bytes()).unwrap();
		assert_eq!(read, stated());
		assert!(opens(&read, &case_of(&stated())));
	}

	#[test]
	fn a_changed_or_foreign_reason_opens_nothing() {
		let case = case_of(&stated());
		for other in [
			StatedReason { note: String::new(), ..stated() },
			StatedReason { reason: BreakGlassReason::PublicSafety, ..stated() },
			StatedReason { salt: [8; 32], ..stated() },
			StatedReason { practitioner: AccountId::new([3; 32]), ..stated() },
		] {
			assert!(!opens(&other, &case));
		}
	}

	#[test]
	fn whoever_is_told_opens_it_and_nobody_else() {
		let secret = EncryptionSecret::from_bytes([5; 32]);
		let message = encrypted(&stated(), &secret.public()).unwrap();
		assert!(parse(&message).is_err());
		assert_eq!(decrypted(&message, &secret).unwrap(), stated());
		let other = EncryptionSecret::from_bytes([6; 32]);
		assert_eq!(decrypted(&message, &other).unwrap_err().kind, "BadInput");
	}
}
