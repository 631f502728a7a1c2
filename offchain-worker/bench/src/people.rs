// SPDX-License-Identifier: Apache-2.0
//! Who signs: patients who pay for themselves, and operators to name as custodians.

use crate::flood::{Flood, Signed};
use anyhow::{Context, Result, ensure};
use salus_chain::{
	AccountId, ChainClient, Composer, NodeClient, bodies,
	calls::{Call, bodies::Body, participants, sdk},
	money, queries,
};
use salus_core::{EncryptionSecret, signer::Signer};
use salus_primitives::{
	Cid, CidBytes, RecordId,
	participants::OrganisationKind,
	records::{Anchors, Custodians, Document},
};
use sp_core::blake2_256;

/// Enough that each has room for its part of many open requests at once.
const OPERATORS: usize = 8;
/// Custodians of each document.
const CUSTODIANS: usize = 3;
const ALLOWANCE: u128 = 100 * money::WHOLE;
const BOND: u128 = 1_000 * money::WHOLE;

/// An account that signs one call after the other.
pub struct Person {
	signer: Signer,
	composer: Composer,
	nonce: u32,
}

impl Person {
	/// Somebody with this secret, whose next call has the nonce that the node expects.
	pub async fn new(node: &NodeClient, secret: &str) -> Result<Self> {
		let signer = Signer::from_secret(secret)?;
		Ok(Self {
			composer: node.composer(&signer).await?,
			nonce: node.next_nonce(&signer.account()).await?,
			signer,
		})
	}

	/// Its account.
	pub fn account(&self) -> AccountId {
		self.signer.account()
	}

	/// Signs what is no call.
	pub fn sign_message(&self, message: &[u8]) -> [u8; 64] {
		self.signer.sign(message)
	}

	/// Signs its next call.
	pub fn sign(&mut self, call: &Call) -> Result<Signed> {
		let bytes = self.composer.compose(call, self.nonce)?;
		self.nonce += 1;
		Ok(Signed { signer: self.account(), bytes })
	}
}

/// The medical board of a development chain accredits these accounts.
async fn accredit(node: &NodeClient, operators: &[Person]) -> Result<()> {
	let members = [Signer::from_secret("//Alice")?, Signer::from_secret("//Bob")?];
	let kind = OrganisationKind::Operator;
	let each = operators
		.iter()
		.map(|operator| participants::accredit(&operator.account(), kind, *b"CH", 0, 0))
		.collect();
	bodies::carry(node, Body::MedicalBoard, &members, sdk::batch_all(each), || ()).await?;
	Ok(())
}

/// Those who sign.
pub struct People {
	/// Patients, registered.
	pub patients: Vec<Person>,
	/// Operators in service.
	pub operators: Vec<Person>,
}

impl People {
	/// Makes so many patients and a few operators, all paid by a development chain's Alice.
	pub async fn set_up(flood: &Flood<'_>, node: &NodeClient, patients: usize) -> Result<Self> {
		let mut people = Self::unregistered(flood, node, patients).await?;
		all_good(flood, &people.registrations()?).await?;
		Ok(people)
	}

	/// The same, but the patients are only accounts with money so far.
	pub async fn unregistered(
		flood: &Flood<'_>,
		node: &NodeClient,
		patients: usize,
	) -> Result<Self> {
		// Another run on the same chain must have accounts of its own.
		let run = node.finalized().await?.number;
		let mut operators = Vec::new();
		for number in 0..OPERATORS {
			operators
				.push(Person::new(node, &format!("//Bench//{run}//operator//{number}")).await?);
		}
		// Before anything else of Alice's, whose nonces are counted here from then on.
		accredit(node, &operators).await?;
		let mut alice = Person::new(node, "//Alice").await?;
		let mut people = Vec::new();
		for number in 0..patients {
			people.push(Person::new(node, &format!("//Bench//{run}//{number}")).await?);
		}
		let mut gifts = Vec::new();
		for person in &people {
			gifts.push(alice.sign(&sdk::transfer_keep_alive(&person.account(), ALLOWANCE))?);
		}
		for operator in &operators {
			gifts.push(alice.sign(&sdk::transfer_keep_alive(&operator.account(), 2 * BOND))?);
		}
		all_good(flood, &gifts).await?;

		let mut entries = Vec::new();
		for (number, operator) in operators.iter_mut().enumerate() {
			let (endpoint, peer) = (format!("http://127.0.0.1:{}", number + 1), "12D3KooWBench");
			let key = EncryptionSecret::generate().public();
			let own = operator.account();
			let call = participants::become_operator(&own, &endpoint, peer, key, BOND);
			entries.push(operator.sign(&call)?);
		}
		all_good(flood, &entries).await?;
		Ok(Self { patients: people, operators })
	}

	/// Each patient registers, and pays.
	pub fn registrations(&mut self) -> Result<Vec<Signed>> {
		self.sign(1, |_, _, _| participants::register(EncryptionSecret::generate().public()))
	}

	/// The custodians of each document.
	pub fn custodians(&self) -> Vec<AccountId> {
		let custodians = self.operators.iter().take(CUSTODIANS);
		custodians.map(Person::account).collect()
	}

	/// The operator with this account.
	pub fn operator(&mut self, account: &AccountId) -> Result<&mut Person> {
		let mut operators = self.operators.iter_mut();
		operators
			.find(|operator| operator.account() == *account)
			.with_context(|| format!("{account} was drawn and is not ours"))
	}

	/// Each patient's next call so many times, in rounds, so that every nonce comes after the one before.
	pub fn sign(
		&mut self,
		rounds: u32,
		mut call: impl FnMut(&Person, usize, u32) -> Call,
	) -> Result<Vec<Signed>> {
		let mut extrinsics = Vec::new();
		for round in 0..rounds {
			for (number, person) in self.patients.iter_mut().enumerate() {
				let call = call(person, number, round);
				extrinsics.push(person.sign(&call)?);
			}
		}
		Ok(extrinsics)
	}

	/// One record of each patient.
	pub async fn records(&self, node: &NodeClient) -> Result<Vec<RecordId>> {
		let block = node.finalized().await?.hash;
		let mut records = Vec::new();
		for person in &self.patients {
			let listed = queries::records(node, &person.account(), None, 1, block).await?;
			ensure!(!listed.is_empty(), "{} has no record", person.account());
			records.extend(listed.first().map(|record| record.id));
		}
		Ok(records)
	}
}

/// What a person says of a document that no other `number` of theirs has.
pub fn a_document(person: &Person, number: u32, custodians: &[AccountId]) -> Document<AccountId> {
	let distinct =
		|what: &str| blake2_256(format!("{} {what} {number}", person.account()).as_bytes());
	Document {
		cid: CidBytes::truncate_from(Cid::raw(distinct("document")).as_bytes().to_vec()),
		length: 4_096,
		key_commitment: distinct("key"),
		custodians: Custodians::truncate_from(custodians.to_vec()),
		threshold: 2,
		// Nobody keeps a share of it, so nobody claims.
		anchors: Anchors::truncate_from(vec![distinct("anchor"); custodians.len()]),
	}
}

/// Sends them, waits for all, and wants none to fail.
pub async fn all_good(flood: &Flood<'_>, extrinsics: &[Signed]) -> Result<()> {
	let taken = flood.send(extrinsics).await?;
	ensure!(taken.failed == 0, "{} calls failed", taken.failed);
	Ok(())
}
