// SPDX-License-Identifier: Apache-2.0
//! Evidence: a record is shown for one policy, in a file that goes from its patient to the policy's holder.

use crate::{
	Context, Failure, output,
	record::{self, NumberedRecord},
	response::Plain,
};
use clap::Args;
use salus_chain::{AccountId, ChainClient, H256};
use salus_core::{DataKey, signer::Signer};
use salus_insurance::evidence::ShownRecord;
use salus_primitives::{PolicyId, Purpose, RecordId, VersionNumber};
use serde::Serialize;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// An amendment is no new evidence.
const SHOWN_VERSION: VersionNumber = 1;

/// What the file is good for.
const NOTE: &str = "whoever has this file learns which claim the record pays for, and can't open the record: give it to the \
	policy's holder, and remove it here";

#[derive(Args, Debug)]
pub struct Evidence {
	/// The record: one of yours.
	record: u64,
	/// The policy under which it is claimed: the file is good for no other.
	#[arg(long)]
	policy: u32,
	/// Write it to this new file.
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
}

/// A record that is shown for a policy.
#[derive(Serialize)]
pub struct Shown {
	record: RecordId,
	policy: PolicyId,
	written: String,
	note: &'static str,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	warnings: Vec<String>,
}

impl Plain for Shown {}

impl Evidence {
	pub async fn run(self, context: &Context) -> Result<Shown, Failure> {
		// Before an access is logged for it.
		output::must_be_free(&self.out)?;
		let (record, policy) = (RecordId(self.record), PolicyId(self.policy));
		let signer = context.signer()?;
		let info = record::live(context, record).await?;
		is_patient(&info, &signer.account())?;
		let warnings = Vec::from_iter(written_by_oneself(&info));
		for warning in &warnings {
			context.warn(warning);
		}
		// The node is not asked for the policy: it would learn whose records pay for whose claims. Data rule 9.
		let purpose = Purpose::PatientRequest;
		let key = record::open_key(context, record, SHOWN_VERSION, purpose).await?;
		let genesis = context.chain().await?.genesis_hash();
		let content = content(genesis, policy, record, &key, &signer)?;
		output::write_new(&self.out, &[content.as_slice(), b"\n"])?;
		let written = self.out.display().to_string();
		Ok(Shown { record, policy, written, note: NOTE, warnings })
	}
}

/// Refuses a record that is somebody else's: the insurer takes its patient's signature alone.
fn is_patient(info: &NumberedRecord, signer: &AccountId) -> Result<(), Failure> {
	let (record, patient) = (info.id, &info.item.patient);
	if signer == patient {
		return Ok(());
	}
	let problem = format!("record {record} is of {patient}, and only its patient shows it");
	Err(Failure::new("NotThePatient", problem).remedy("sign as that account: --as NAME"))
}

/// What whoever wrote the record themselves should hear.
fn written_by_oneself(info: &NumberedRecord) -> Option<String> {
	(info.item.author == info.item.patient).then(|| {
		format!(
			"you wrote record {} yourself, and plans pay by what a licensed practitioner wrote",
			info.id
		)
	})
}

/// What the file has: no key, and nothing that leads to one.
fn content(
	genesis: H256,
	policy: PolicyId,
	record: RecordId,
	key: &DataKey,
	signer: &Signer,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
	let shown = ShownRecord::sign(genesis, policy, record, &key.halves(), signer);
	serde_json::to_vec_pretty(&shown).map(Zeroizing::new).map_err(Failure::bad_input)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{fixtures, insurance};

	#[test]
	fn a_file_shows_one_record_for_one_policy_and_does_not_open_it() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("record-41.json");
		let key = DataKey::from_bytes([1; 32]);
		let signer = Signer::from_secret("//Patient").unwrap();
		let genesis = H256([1; 32]);
		let content = content(genesis, PolicyId(3), RecordId(41), &key, &signer).unwrap();
		output::write_new(&path, &[content.as_slice(), b"\n"]).unwrap();
		let shown: ShownRecord = insurance::read_file(&path, "salus claim evidence").unwrap();
		assert_eq!((shown.policy, shown.record), (PolicyId(3), RecordId(41)));
		assert!(shown.is_signed(genesis) && shown.patient == signer.account());
		assert_eq!(shown.halves().commitment(), key.commitment());
		let text = std::fs::read_to_string(&path).unwrap();
		assert!(!text.contains(&hex::encode(key.as_bytes())));
	}

	#[test]
	fn only_the_patient_shows_a_record() {
		let info = fixtures::record();
		assert!(is_patient(&info, &info.item.patient).is_ok());
		let refused = is_patient(&info, &AccountId::new([9; 32])).unwrap_err();
		assert_eq!(refused.kind, "NotThePatient");
	}

	#[test]
	fn whoever_wrote_it_themselves_is_warned() {
		let mut info = fixtures::record();
		assert!(written_by_oneself(&info).unwrap().contains("record 5"));
		info.item.author = AccountId::new([9; 32]);
		assert_eq!(written_by_oneself(&info), None);
	}
}
