// SPDX-License-Identifier: Apache-2.0
//! Who pays for a registered patient: a further sponsor by the patient's signature, another when nobody sponsors, and
//! none any more.

use super::{
	Context, Failure, Responded, boxed, output,
	response::{Done, Nothing, Plain},
};
use clap::Subcommand;
use salus_chain::{AccountId, ChainClient, calls, queries};
use salus_core::signer::{parse_account, verify_message};
use salus_primitives::{Moment, Sponsorship};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const HOUR: Moment = 3_600_000;

/// A patient's agreement on its way to the organisation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AgreementFile {
	organisation: String,
	patient: String,
	number: u32,
	#[serde(serialize_with = "salus_primitives::json::moment")]
	#[serde(deserialize_with = "salus_primitives::json::read_moment")]
	expires_at: Moment,
	signature: String,
}

impl Plain for AgreementFile {}

/// An agreement, and the patient's signature of it.
type Signed = (Sponsorship<AccountId>, [u8; 64]);

#[derive(Subcommand, Debug)]
pub enum Sponsor {
	/// As a patient: sign for a further organisation to sponsor you.
	#[command(
		after_help = "Example:\n  salus --as me sponsor agree --organisation 5F3s… --out agreement.json"
	)]
	Agree {
		/// The only organisation that may use it.
		#[arg(long)]
		organisation: String,
		/// For how long your signature is good: at most a day.
		#[arg(
			long,
			default_value_t = 24,
			value_parser = clap::value_parser!(u8).range(1..=24)
		)]
		hours: u8,
		/// Write what you sign to this file: send it to the organisation.
		#[arg(long)]
		out: PathBuf,
	},
	/// As a patient: leave a sponsor. What you revoke, deny, contest, erase and read stays free.
	#[command(after_help = "Example:\n  salus --as me sponsor leave 5F3s…")]
	Leave {
		/// The organisation.
		organisation: String,
	},
	/// As an organisation: sponsor a patient who has signed for it.
	#[command(after_help = "Example:\n  salus --as clinic sponsor begin agreement.json")]
	Begin {
		/// What the patient has written by salus sponsor agree.
		file: PathBuf,
	},
	/// As an organisation: sponsor a patient whom nobody in force sponsors.
	#[command(after_help = "Example:\n  salus --as clinic sponsor take-over 5F3s…")]
	TakeOver {
		/// The patient's account.
		patient: String,
	},
}

impl Sponsor {
	pub async fn run(self, context: &Context) -> Responded {
		use calls::participants;
		let call = match self {
			Self::Agree { organisation, hours, out } => {
				return boxed(agree(context, &organisation, hours, &out).await);
			}
			Self::Leave { organisation } => {
				participants::leave_sponsor(&context.account(&organisation)?)
			}
			Self::Begin { file } => begun(context, &file).await?,
			Self::TakeOver { patient } => participants::take_over(&context.account(&patient)?),
		};
		boxed(match context.submit(call).await {
			Ok(done) => Ok(Done::new(&done, Nothing {})),
			Err(failure) => Err(remedied(failure)),
		})
	}
}

async fn agree(
	context: &Context,
	organisation: &str,
	hours: u8,
	out: &Path,
) -> Result<AgreementFile, Failure> {
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let block = chain.finalized().await?;
	let known = queries::who_is(chain, &signer.account(), block.hash).await?;
	let Some(patient) = known.patient else {
		let problem = "only a registered patient has sponsors";
		return Err(Failure::new("Participants.NotFound", problem).remedy("see: salus register"));
	};
	// Data rule 8: the signature's end is by the on-chain clock.
	let now = chain.moment(block.hash).await?;
	let sponsorship = Sponsorship {
		organisation: context.account(organisation)?,
		patient: signer.account(),
		number: patient.sponsorships,
		expires_at: now.saturating_add(Moment::from(hours).saturating_mul(HOUR)),
	};
	let signature = signer.sign(&sponsorship.payload(&chain.genesis_hash().0));
	let file = written(&sponsorship, &signature);
	let text = serde_json::to_string_pretty(&file).map_err(Failure::bad_input)?;
	output::write(out, format!("{text}\n").as_bytes())?;
	Ok(file)
}

/// The call that an agreement allows, when the chain would take it.
async fn begun(context: &Context, file: &Path) -> Result<calls::Call, Failure> {
	let text = std::fs::read_to_string(file).map_err(|cause| {
		Failure::new("Input", format!("cannot read {}: {cause}", file.display()))
	})?;
	let (sponsorship, signature) = read(&text)?;
	let genesis_hash = context.chain().await?.genesis_hash().0;
	check(&sponsorship, &signature, &context.signer()?.account(), &genesis_hash)?;
	Ok(calls::participants::sponsor(&sponsorship, signature))
}

/// What the chain would refuse at the organisation's cost.
fn check(
	sponsorship: &Sponsorship<AccountId>,
	signature: &[u8; 64],
	organisation: &AccountId,
	genesis_hash: &[u8; 32],
) -> Result<(), Failure> {
	if sponsorship.organisation != *organisation {
		let named = &sponsorship.organisation;
		let problem = format!("the patient has signed for another organisation, {named}");
		return Err(Failure::bad_input(problem));
	}
	let payload = sponsorship.payload(genesis_hash);
	if !verify_message(&sponsorship.patient, &payload, signature) {
		let problem = "the patient has not signed this agreement for this chain";
		return Err(remedied(Failure::new("Participants.BadSignature", problem)));
	}
	Ok(())
}

/// A refusal, with what helps.
fn remedied(failure: Failure) -> Failure {
	let remedy = match failure.kind.strip_prefix("Participants.") {
		Some("Expired" | "ExpiryTooFar" | "BadSignature") => {
			"the patient signs anew: salus sponsor agree --organisation ORGANISATION --out FILE; a signature is void once \
			 another sponsorship has begun"
		}
		Some("SignatureNeeded") => {
			"somebody sponsors the patient, who signs for another: salus sponsor agree; then salus sponsor begin FILE"
		}
		Some("TooManySponsors") => "the patient leaves one: salus sponsor leave ORGANISATION",
		Some("OrganisationNotInForce") => "the authority accredits and reinstates organisations",
		Some("QuotaExhausted") => "try again tomorrow",
		Some("AlreadySponsor") => "see: salus who PATIENT",
		_ => return failure,
	};
	failure.remedy(remedy)
}

fn written(sponsorship: &Sponsorship<AccountId>, signature: &[u8; 64]) -> AgreementFile {
	AgreementFile {
		organisation: sponsorship.organisation.to_string(),
		patient: sponsorship.patient.to_string(),
		number: sponsorship.number,
		expires_at: sponsorship.expires_at,
		signature: format!("0x{}", hex::encode(signature)),
	}
}

/// An agreement as a patient wrote it, and the patient's signature, unchecked.
fn read(text: &str) -> Result<Signed, Failure> {
	let file: AgreementFile = serde_json::from_str(text)
		.map_err(|cause| Failure::bad_input(format!("this is not an agreement: {cause}")))?;
	let account_of = |text: &str| parse_account(text).map_err(Failure::bad_input);
	let sponsorship = Sponsorship {
		organisation: account_of(&file.organisation)?,
		patient: account_of(&file.patient)?,
		number: file.number,
		expires_at: file.expires_at,
	};
	let mut signature = [0; 64];
	hex::decode_to_slice(file.signature.trim_start_matches("0x"), &mut signature)
		.map_err(|cause| Failure::bad_input(format!("the agreement's signature: {cause}")))?;
	Ok((sponsorship, signature))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_core::signer::Signer;

	const GENESIS_HASH: [u8; 32] = [7; 32];

	fn account(secret: &str) -> AccountId {
		Signer::from_secret(secret).unwrap().account()
	}

	// Data rule 10.
	#[test]
	fn only_what_the_patient_signed_for_this_organisation_and_chain_is_sent() {
		let sponsorship = Sponsorship {
			organisation: account("//Clinic"),
			patient: account("//Patient"),
			number: 2,
			expires_at: 1_795_867_200_000,
		};
		let payload = sponsorship.payload(&GENESIS_HASH);
		let signature = Signer::from_secret("//Patient").unwrap().sign(&payload);
		let file = serde_json::to_string(&written(&sponsorship, &signature)).unwrap();
		assert_eq!(read(&file).unwrap(), (sponsorship.clone(), signature));
		let refused = |sponsorship: &Sponsorship<AccountId>, by: &str, genesis: &[u8; 32]| {
			check(sponsorship, &signature, &account(by), genesis).err().map(|failure| failure.kind)
		};
		let bad = Some("Participants.BadSignature".to_owned());
		assert_eq!(refused(&sponsorship, "//Clinic", &GENESIS_HASH), None);
		assert_eq!(refused(&sponsorship, "//Other", &GENESIS_HASH), Some("BadInput".to_owned()));
		assert_eq!(refused(&sponsorship, "//Clinic", &[8; 32]), bad);
		let next = Sponsorship { number: 3, ..sponsorship };
		assert_eq!(refused(&next, "//Clinic", &GENESIS_HASH), bad);
	}

	#[test]
	fn a_refusal_comes_with_what_helps() {
		for error in [
			"Expired",
			"ExpiryTooFar",
			"BadSignature",
			"SignatureNeeded",
			"TooManySponsors",
			"OrganisationNotInForce",
			"QuotaExhausted",
			"AlreadySponsor",
		] {
			let failure = remedied(Failure::new(&format!("Participants.{error}"), "refused"));
			assert_ne!(failure.message, "refused", "{error}");
		}
		assert_eq!(remedied(Failure::new("Participants.NotFound", "refused")).message, "refused");
	}
}
