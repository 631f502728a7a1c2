//! Registration, vouchers, members, and who somebody is.

use super::{
	Context, Failure,
	context::{extended, included},
	output,
};
use clap::{Args, Subcommand};
use salus_chain::{AccountId, ChainClient, ChainError, calls, queries};
use salus_core::signer::parse_account;
use salus_primitives::{Moment, Voucher, participants::VoucherRefusal};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Units have 12 decimals.
const UNIT: u128 = 1_000_000_000_000;

/// A voucher on its way from an organisation to a patient.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct VoucherFile {
	organisation: String,
	patient: String,
	encryption_key: String,
	#[serde(serialize_with = "salus_primitives::json::moment")]
	#[serde(deserialize_with = "salus_primitives::json::read_moment")]
	expires_at: Moment,
	signature: String,
}

#[derive(Subcommand, Debug)]
pub enum Organisation {
	/// Sign a voucher: the organisation pays for this patient's registration and sponsors them.
	#[command(
		after_help = "Example:\n  salus --as clinic organisation voucher --patient 5F3s… --encryption-key 9af1… --out voucher.json"
	)]
	Voucher {
		/// The patient's account.
		#[arg(long)]
		patient: String,
		/// The patient's public encryption key, hex: see `salus keys show`.
		#[arg(long)]
		encryption_key: String,
		/// How long it is good for.
		#[arg(long, default_value_t = 24)]
		hours: u64,
		/// Write it to this file too.
		#[arg(long)]
		out: Option<PathBuf>,
	},
	/// Admit a member.
	#[command(after_help = "Example:\n  salus --as clinic organisation admit 5F3s…")]
	Admit {
		/// The member's account.
		account: String,
	},
	/// Dismiss a member.
	#[command(after_help = "Example:\n  salus --as clinic organisation dismiss 5F3s…")]
	Dismiss {
		/// The member's account.
		account: String,
	},
	/// Give an account tokens for fees, such as a clinician who is licensed and has none to publish a key with.
	#[command(after_help = "Example:\n  salus --as clinic organisation fund 5F3s… --units 10")]
	Fund {
		/// Whose account.
		account: String,
		/// How many whole units.
		#[arg(long)]
		units: u32,
	},
	/// Stop sponsoring a patient: their feeless calls end.
	#[command(after_help = "Example:\n  salus --as clinic organisation end-sponsorship 5F3s…")]
	EndSponsorship {
		/// The patient's account.
		patient: String,
	},
}

impl Organisation {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let call = match self {
			Self::Voucher { patient, encryption_key, hours, out } => {
				return voucher(context, &patient, &encryption_key, hours, out).await;
			}
			Self::Admit { account } => {
				calls::participants::admit_member(&context.account(&account)?)
			}
			Self::Dismiss { account } => {
				calls::participants::dismiss_member(&context.account(&account)?)
			}
			Self::Fund { account, units } => calls::sdk::transfer_keep_alive(
				&context.account(&account)?,
				u128::from(units).saturating_mul(UNIT),
			),
			Self::EndSponsorship { patient } => {
				calls::participants::end_sponsorship(&context.account(&patient)?)
			}
		};
		Ok(included(&context.submit(call).await?, json!({})))
	}
}

async fn voucher(
	context: &Context,
	patient: &str,
	encryption_key: &str,
	hours: u64,
	out: Option<PathBuf>,
) -> Result<Value, Failure> {
	let signer = context.signer()?;
	let chain = context.chain().await?;
	// Data rule 8: the voucher's end is by the on-chain clock.
	let now = chain.moment(chain.finalized().await?.hash).await?;
	let voucher = Voucher {
		organisation: signer.account(),
		patient: context.account(patient)?,
		expires_at: now.saturating_add(hours.saturating_mul(3_600_000)),
	};
	let key = parse_key(encryption_key)?;
	let signature = signer.sign(&voucher.payload(&chain.genesis_hash().0, &key));
	let file = VoucherFile {
		organisation: voucher.organisation.to_string(),
		patient: voucher.patient.to_string(),
		encryption_key: format!("0x{}", hex::encode(key)),
		expires_at: voucher.expires_at,
		signature: format!("0x{}", hex::encode(signature)),
	};
	let answer = serde_json::to_value(file).map_err(Failure::bad_input)?;
	if let Some(path) = out {
		output::write(&path, format!("{answer:#}\n").as_bytes())?;
	}
	Ok(answer)
}

fn parse_key(text: &str) -> Result<[u8; 32], Failure> {
	let mut key = [0; 32];
	hex::decode_to_slice(text.trim_start_matches("0x"), &mut key).map_err(|cause| {
		Failure::bad_input(format!("an encryption key is 64 hex digits: {cause}"))
	})?;
	Ok(key)
}

/// A voucher, the encryption key in it, and the organisation's signature.
type Signed = (Voucher<AccountId>, [u8; 32], [u8; 64]);

/// A voucher as an organisation wrote it, the patient's encryption key, and the organisation's signature.
pub(crate) fn read_voucher(text: &str) -> Result<Signed, Failure> {
	let file: VoucherFile = serde_json::from_str(text)
		.map_err(|cause| Failure::bad_input(format!("this is not a voucher: {cause}")))?;
	let account_of = |text: &str| parse_account(text).map_err(Failure::bad_input);
	let voucher = Voucher {
		organisation: account_of(&file.organisation)?,
		patient: account_of(&file.patient)?,
		expires_at: file.expires_at,
	};
	let mut signature = [0; 64];
	hex::decode_to_slice(file.signature.trim_start_matches("0x"), &mut signature)
		.map_err(|cause| Failure::bad_input(format!("the voucher's signature: {cause}")))?;
	Ok((voucher, parse_key(&file.encryption_key)?, signature))
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus --as me register --voucher voucher.json")]
pub struct Register {
	/// An organisation's voucher: then you need no tokens.
	#[arg(long)]
	voucher: Option<PathBuf>,
}

impl Register {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let signer = context.signer()?;
		let key = context.secret()?.public();
		let account = json!({ "account": signer.account().to_string() });
		let Some(path) = self.voucher else {
			let done = context.submit(calls::participants::register(key)).await?;
			return Ok(included(&done, account));
		};
		let text = std::fs::read_to_string(&path).map_err(|cause| {
			Failure::new("Input", format!("cannot read {}: {cause}", path.display()))
		})?;
		let (voucher, encryption_key, organisation_signature) = read_voucher(&text)?;
		if voucher.patient != signer.account() || encryption_key != key {
			return Err(Failure::bad_input("the voucher is for another account or encryption key"));
		}
		let chain = context.chain().await?;
		let own_signature = signer.sign(&voucher.payload(&chain.genesis_hash().0, &key));
		let call = calls::participants::register_with_voucher(
			&voucher,
			key,
			organisation_signature,
			own_signature,
		);
		let done = chain.submit_authorised(call).await.map_err(explained)?;
		Ok(included(&done, account))
	}
}

/// What the pool means when it keeps a voucher out: it knows only a few words, and a number for each other reason.
fn explained(cause: ChainError) -> Failure {
	let ChainError::NotAccepted { cause: told, .. } = &cause else {
		return cause.into();
	};
	let (kind, meaning) = match told.as_str() {
		told if told.contains("outdated") || told.contains("Stale") => (
			"Expired",
			"the voucher has expired, or the account is registered already; see: salus who ACCOUNT",
		),
		told if told.contains("bad signature") => (
			"BadSignature",
			"a signature is not of this voucher, key and chain; have a new voucher signed",
		),
		told if told.contains("pay some fees") => {
			("DepositUnaffordable", "the organisation has too few tokens for the patient's deposit")
		}
		told => match refusal_in(told) {
			Some(VoucherRefusal::TooLong) => (
				"VoucherTooLong",
				"the voucher expires too far ahead; have one signed that is good for a shorter time",
			),
			Some(VoucherRefusal::OrganisationNotInForce) => {
				("OrganisationNotInForce", "the organisation is not accredited, or is suspended")
			}
			Some(VoucherRefusal::WeakKey) => {
				("WeakKey", "the encryption key is weak; make another")
			}
			Some(VoucherRefusal::QuotaExhausted) => (
				"QuotaExhausted",
				"the organisation's vouchers of today are used up; try again tomorrow",
			),
			Some(VoucherRefusal::Other) | None => return cause.into(),
		},
	};
	Failure::new(&format!("Participants.{kind}"), meaning)
}

/// The refusal whose number a node tells.
fn refusal_in(told: &str) -> Option<VoucherRefusal> {
	let (_, number) = told.rsplit_once("Custom error: ")?;
	VoucherRefusal::from_code(number.parse().ok()?)
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus who 5F3s…")]
pub struct Who {
	/// The account.
	account: String,
}

impl Who {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let account = context.account(&self.account)?;
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let who = queries::who_is(chain, &account, block.hash).await?;
		let balance = chain.free_balance(&account, block.hash).await?;
		let answer = extended(json!({ "account": account }), json!(who));
		Ok(extended(answer, json!({ "balance": balance.to_string() })))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_refused_voucher_is_explained_by_its_number() {
		let kind = |told: &str| {
			let call = "Participants.register_with_voucher".to_owned();
			explained(ChainError::NotAccepted { call, cause: told.into() }).kind
		};
		for refusal in VoucherRefusal::ALL {
			let told = format!("Invalid Transaction: Custom error: {}", refusal.code());
			let known = kind(&told).starts_with("Participants.");
			assert_eq!(known, refusal != VoucherRefusal::Other, "{told}");
		}
		assert_eq!(kind("Custom error: 4"), "Participants.QuotaExhausted");
		assert_eq!(kind("Custom error: 44"), "NotAccepted");
		assert_eq!(kind("the pool is full"), "NotAccepted");
	}

	#[test]
	fn a_voucher_states_its_end_as_other_moments_are_written() {
		let account = AccountId::new([1; 32]).to_string();
		let voucher = |expires_at: Value| {
			let file = json!({
				"organisation": account, "patient": account, "expiresAt": expires_at,
				"encryptionKey": format!("0x{}", "09".repeat(32)),
				"signature": format!("0x{}", "07".repeat(64)),
			});
			read_voucher(&file.to_string())
		};
		let (read, key, signature) = voucher(json!("2026-11-28T12:00:00.000Z")).unwrap();
		assert_eq!(read.expires_at, 1_795_867_200_000);
		assert_eq!((key, signature), ([9; 32], [7; 64]));
		assert!(voucher(json!(1_795_867_200)).is_err());
	}
}
