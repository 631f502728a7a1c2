// SPDX-License-Identifier: Apache-2.0
//! Registration, members, and who somebody is.

use super::{
	Context, Failure, Responded, boxed, output,
	response::{Done, Nothing, Plain},
};
use clap::{Args, Subcommand};
use salus_chain::{
	AccountId, ChainClient, calls, money,
	queries::{self, Balance, WhoIs},
};
use salus_core::signer::{parse_account, verify_message};
use salus_primitives::{Moment, Registration};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const HOUR: Moment = 3_600_000;

/// A thousandth of a token, in the chain's smallest unit.
const MILLI: u128 = money::WHOLE / 1_000;

/// A registration on its way from a patient, who has signed it, to the organisation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RegistrationFile {
	organisation: String,
	patient: String,
	encryption_key: String,
	#[serde(serialize_with = "salus_primitives::json::moment")]
	#[serde(deserialize_with = "salus_primitives::json::read_moment")]
	expires_at: Moment,
	signature: String,
}

impl Plain for RegistrationFile {}

/// A patient who is registered now.
#[derive(Serialize)]
struct Registered {
	account: AccountId,
}

impl Plain for Registered {}

#[derive(Subcommand, Debug)]
pub enum Organisation {
	/// Register a patient who has signed for it: the organisation pays, and sponsors them from then on.
	#[command(after_help = "Example:\n  salus --as clinic organisation register registration.json")]
	Register {
		/// What the patient has written by salus register --organisation.
		file: PathBuf,
	},
	/// Invite somebody to be a member: they are one once they accept, by salus membership accept.
	#[command(after_help = "Example:\n  salus --as clinic organisation invite 5F3s…")]
	Invite {
		/// Their account.
		account: String,
	},
	/// Dismiss a member, or take an invitation back.
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
		/// How many whole tokens.
		#[arg(long)]
		units: u32,
	},
	/// Set what each of your patients may ask for at your expense within 30 days: decision support about themselves.
	#[command(after_help = "Example:\n  salus --as clinic organisation work-limit --milli 3000")]
	WorkLimit {
		/// In thousandths of a token; 0 to pay for none.
		#[arg(long)]
		milli: u32,
	},
	/// Stop sponsoring a patient: you pay for nothing more of theirs. To revoke, deny, erase and read they need no sponsor.
	#[command(after_help = "Example:\n  salus --as clinic organisation end-sponsorship 5F3s…")]
	EndSponsorship {
		/// The patient's account.
		patient: String,
	},
}

impl Organisation {
	pub async fn run(self, context: &Context) -> Responded {
		use calls::participants;
		let call = match self {
			Self::Register { file } => return boxed(register_patient(context, &file).await),
			Self::Invite { account } => participants::invite_member(&context.account(&account)?),
			Self::Dismiss { account } => participants::dismiss_member(&context.account(&account)?),
			Self::Fund { account, units } => calls::sdk::transfer_keep_alive(
				&context.account(&account)?,
				u128::from(units).saturating_mul(money::WHOLE),
			),
			Self::WorkLimit { milli } => {
				participants::set_work_limit(u128::from(milli).saturating_mul(MILLI))
			}
			Self::EndSponsorship { patient } => {
				participants::end_sponsorship(&context.account(&patient)?)
			}
		};
		boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
	}
}

async fn register_patient(context: &Context, file: &Path) -> Result<Done<Registered>, Failure> {
	let text = std::fs::read_to_string(file).map_err(|cause| {
		Failure::new("Input", format!("cannot read {}: {cause}", file.display()))
	})?;
	let (registration, signature) = read_registration(&text)?;
	let genesis_hash = context.chain().await?.genesis_hash().0;
	check(&registration, &signature, &context.signer()?.account(), &genesis_hash)?;
	let call = calls::participants::register_patient(&registration, signature);
	let done = context.submit(call).await.map_err(remedied)?;
	Ok(Done::new(&done, Registered { account: registration.patient }))
}

/// What the chain would refuse at the organisation's cost.
fn check(
	registration: &Registration<AccountId>,
	signature: &[u8; 64],
	organisation: &AccountId,
	genesis_hash: &[u8; 32],
) -> Result<(), Failure> {
	if registration.organisation != *organisation {
		let named = &registration.organisation;
		let problem = format!("the patient has signed for another organisation, {named}");
		return Err(Failure::bad_input(problem));
	}
	let payload = registration.payload(genesis_hash);
	if !verify_message(&registration.patient, &payload, signature) {
		let problem = "the patient has not signed this registration for this chain";
		return Err(remedied(Failure::new("Participants.BadSignature", problem)));
	}
	Ok(())
}

/// A refused registration, with what helps.
fn remedied(failure: Failure) -> Failure {
	let remedy = match failure.kind.strip_prefix("Participants.") {
		Some("Expired" | "ExpiryTooFar" | "BadSignature") => {
			"the patient signs anew: salus register --organisation ORGANISATION --out FILE"
		}
		Some("WeakKey") => "the patient makes another key: salus keys new",
		Some("AlreadyRegistered") => "see: salus who ACCOUNT",
		Some("OrganisationNotInForce") => "the authority accredits and reinstates organisations",
		Some("QuotaExhausted") => "try again tomorrow",
		_ => return failure,
	};
	failure.remedy(remedy)
}

fn parse_key(text: &str) -> Result<[u8; 32], Failure> {
	let mut key = [0; 32];
	hex::decode_to_slice(text.trim_start_matches("0x"), &mut key).map_err(|cause| {
		Failure::bad_input(format!("an encryption key is 64 hex digits: {cause}"))
	})?;
	Ok(key)
}

/// A registration, and the patient's signature of it.
type Signed = (Registration<AccountId>, [u8; 64]);

/// A registration as a patient wrote it, and the patient's signature, unchecked.
pub(crate) fn read_registration(text: &str) -> Result<Signed, Failure> {
	let file: RegistrationFile = serde_json::from_str(text)
		.map_err(|cause| Failure::bad_input(format!("this is not a registration: {cause}")))?;
	let account_of = |text: &str| parse_account(text).map_err(Failure::bad_input);
	let registration = Registration {
		organisation: account_of(&file.organisation)?,
		patient: account_of(&file.patient)?,
		expires_at: file.expires_at,
		encryption_key: parse_key(&file.encryption_key)?,
	};
	let mut signature = [0; 64];
	hex::decode_to_slice(file.signature.trim_start_matches("0x"), &mut signature)
		.map_err(|cause| Failure::bad_input(format!("the registration's signature: {cause}")))?;
	Ok((registration, signature))
}

fn written(registration: &Registration<AccountId>, signature: &[u8; 64]) -> RegistrationFile {
	RegistrationFile {
		organisation: registration.organisation.to_string(),
		patient: registration.patient.to_string(),
		encryption_key: format!("0x{}", hex::encode(registration.encryption_key)),
		expires_at: registration.expires_at,
		signature: format!("0x{}", hex::encode(signature)),
	}
}

#[derive(Args, Debug)]
#[command(
	after_help = "Example:\n  salus --as me register --organisation 5F3s… --out registration.json"
)]
pub struct Register {
	/// The organisation that registers you and sponsors you: you sign for it, and need no tokens. Without it you pay.
	#[arg(long, requires = "out")]
	organisation: Option<String>,
	/// For how long your signature is good: at most a day.
	#[arg(
		long,
		requires = "organisation",
		default_value_t = 24,
		value_parser = clap::value_parser!(u8).range(1..=24)
	)]
	hours: u8,
	/// Write what you sign to this file: send it to the organisation.
	#[arg(long, requires = "organisation")]
	out: Option<PathBuf>,
}

impl Register {
	pub async fn run(self, context: &Context) -> Responded {
		let signer = context.signer()?;
		let encryption_key = context.secret()?.public();
		let (Some(organisation), Some(path)) = (self.organisation, self.out) else {
			let done = context.submit(calls::participants::register(encryption_key)).await?;
			return boxed(Ok(Done::new(&done, Registered { account: signer.account() })));
		};
		let chain = context.chain().await?;
		// Data rule 8: the signature's end is by the on-chain clock.
		let now = chain.moment(chain.finalized().await?.hash).await?;
		let registration = Registration {
			organisation: context.account(&organisation)?,
			patient: signer.account(),
			expires_at: now.saturating_add(Moment::from(self.hours).saturating_mul(HOUR)),
			encryption_key,
		};
		let signature = signer.sign(&registration.payload(&chain.genesis_hash().0));
		let file = written(&registration, &signature);
		let text = serde_json::to_string_pretty(&file).map_err(Failure::bad_input)?;
		output::write(&path, format!("{text}\n").as_bytes())?;
		boxed(Ok(file))
	}
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus who 5F3s…")]
pub struct Who {
	/// The account.
	account: String,
}

/// Everything that the chain knows of an account.
#[derive(Serialize)]
pub struct Known {
	account: AccountId,
	#[serde(flatten)]
	who: WhoIs,
	#[serde(serialize_with = "salus_primitives::json::amount")]
	balance: Balance,
}

impl Plain for Known {
	const KEEPS_ACCOUNTS: bool = true;
}

impl Who {
	pub async fn run(self, context: &Context) -> Result<Known, Failure> {
		let account = context.account(&self.account)?;
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let who = queries::who_is(chain, &account, block.hash).await?;
		let balance = chain.free_balance(&account, block.hash).await?;
		Ok(Known { account, who, balance })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;
	use salus_core::signer::Signer;
	use serde_json::{Value, json};

	#[derive(Parser)]
	struct Line {
		#[command(flatten)]
		register: Register,
	}

	const GENESIS_HASH: [u8; 32] = [7; 32];

	fn account(secret: &str) -> AccountId {
		Signer::from_secret(secret).unwrap().account()
	}

	/// As the patient writes it and the organisation reads it.
	fn signed(by: &str) -> Signed {
		let registration = Registration {
			organisation: account("//Clinic"),
			patient: account("//Patient"),
			expires_at: 1_795_867_200_000,
			encryption_key: [9; 32],
		};
		let payload = registration.payload(&GENESIS_HASH);
		let signature = Signer::from_secret(by).unwrap().sign(&payload);
		let file = serde_json::to_string(&written(&registration, &signature)).unwrap();
		let read = read_registration(&file).unwrap();
		assert_eq!(read, (registration, signature));
		read
	}

	// Data rule 10.
	#[test]
	fn only_what_the_patient_signed_for_this_organisation_and_chain_is_sent() {
		let (registration, signature) = signed("//Patient");
		let clinic = account("//Clinic");
		let refused = |registration: &Registration<AccountId>,
		               organisation: &AccountId,
		               genesis_hash: &[u8; 32]| {
			check(registration, &signature, organisation, genesis_hash).unwrap_err().kind
		};
		assert!(check(&registration, &signature, &clinic, &GENESIS_HASH).is_ok());
		assert_eq!(refused(&registration, &account("//Other"), &GENESIS_HASH), "BadInput");
		let bad = "Participants.BadSignature";
		assert_eq!(refused(&registration, &clinic, &[8; 32]), bad);
		let expires_at = registration.expires_at + 1;
		let altered = Registration { expires_at, ..registration.clone() };
		assert_eq!(refused(&altered, &clinic, &GENESIS_HASH), bad);
		let altered = Registration { encryption_key: [8; 32], ..registration };
		assert_eq!(refused(&altered, &clinic, &GENESIS_HASH), bad);
		let (registration, signature) = signed("//Clinic");
		assert!(check(&registration, &signature, &clinic, &GENESIS_HASH).is_err());
	}

	/// As `signRaw` of Polkadot.js's extension and of Talisman signs; the chain takes no other wrapping either.
	#[test]
	fn a_wallets_wrapped_signature_is_taken_once_wrapped_and_by_the_patient_alone() {
		let (registration, _) = signed("//Patient");
		let clinic = account("//Clinic");
		let payload = registration.payload(&GENESIS_HASH);
		let wrapped = |text: &[u8]| [b"<Bytes>".as_slice(), text, b"</Bytes>"].concat();
		let once = wrapped(&payload);
		let other_chain = wrapped(&registration.payload(&[8; 32]));
		for (text, by, taken) in [
			(&once, "//Patient", true),
			(&wrapped(&once), "//Patient", false),
			(&[b"<Bytes>".as_slice(), &payload].concat(), "//Patient", false),
			(&[payload.as_slice(), b"</Bytes>"].concat(), "//Patient", false),
			(&other_chain, "//Patient", false),
			(&once, "//Clinic", false),
		] {
			let signature = Signer::from_secret(by).unwrap().sign(text);
			let checked = check(&registration, &signature, &clinic, &GENESIS_HASH);
			assert_eq!(checked.is_ok(), taken, "{by}: {}", hex::encode(text));
		}
	}

	#[test]
	fn a_refused_registration_comes_with_what_helps() {
		let helped = |kind: &str| {
			let failure = remedied(Failure::new(kind, "refused"));
			assert_eq!(failure.kind, kind);
			failure.message != "refused"
		};
		for error in [
			"Expired",
			"ExpiryTooFar",
			"WeakKey",
			"AlreadyRegistered",
			"OrganisationNotInForce",
			"QuotaExhausted",
			"BadSignature",
		] {
			assert!(helped(&format!("Participants.{error}")), "{error}");
		}
		assert!(!helped("Participants.NotFound") && !helped("Expired"));
	}

	#[test]
	fn a_signature_is_good_for_at_most_a_day() {
		let parsed = |options: &[&str]| {
			let line = [&["register"][..], options].concat();
			Line::try_parse_from(line).ok().map(|line| line.register.hours)
		};
		let signing = ["--organisation", "//Clinic", "--out", "registration.json", "--hours"];
		assert_eq!(parsed(&signing[..4]), Some(24));
		assert_eq!(parsed(&[&signing[..], &["24"]].concat()), Some(24));
		for hours in ["0", "25"] {
			assert_eq!(parsed(&[&signing[..], &[hours]].concat()), None, "{hours}");
		}
		assert!(parsed(&[]).is_some(), "paid by the patient");
		for half in [&signing[..2], &signing[2..4], &["--hours", "2"]] {
			assert_eq!(parsed(half), None, "{half:?}");
		}
	}

	#[test]
	fn a_registration_states_its_end_as_other_moments_are_written() {
		let account = AccountId::new([1; 32]).to_string();
		let registration = |expires_at: Value| {
			let file = json!({
				"organisation": account, "patient": account, "expiresAt": expires_at,
				"encryptionKey": format!("0x{}", "09".repeat(32)),
				"signature": format!("0x{}", "07".repeat(64)),
			});
			read_registration(&file.to_string())
		};
		let (read, signature) = registration(json!("2026-11-28T12:00:00.000Z")).unwrap();
		assert_eq!(read.expires_at, 1_795_867_200_000);
		assert_eq!((read.encryption_key, signature), ([9; 32], [7; 64]));
		assert!(registration(json!(1_795_867_200)).is_err());
	}
}
