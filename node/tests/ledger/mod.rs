// SPDX-License-Identifier: Apache-2.0
//! A ledger of disclosures on a development chain, by real transactions.

use crate::common::{Node, wait_for};
use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use polkadot_sdk::*;
use salus_primitives::{
	Category, Cid, Compartment, DataPeriod, Day, Purpose, RecordId, participants::OrganisationKind,
};
use salus_runtime::{
	Hash, Runtime, RuntimeCall, TxExtension, UncheckedExtrinsic,
	configs::{fees::AllowanceOrFee, participants::OperatorBond},
};
use serde_json::{Value, json};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Dave, Eve};
use sp_runtime::{
	generic::{Era, SignedPayload},
	traits::{BlakeTwo256, Hash as _},
};

/// A transaction as a wallet makes it.
fn signed(node: &Node, who: Sr25519Keyring, call: RuntimeCall) -> Value {
	let genesis: Hash = serde_json::from_value(node.ask("chain_getBlockHash", json!([0]))).unwrap();
	let account = who.to_account_id();
	let nonce = node.ask("system_accountNextIndex", json!([account]));
	let extension = TxExtension::new((
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckWeight::new(),
		AllowanceOrFee::new(nonce.as_u64().unwrap() as u32, 0),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
	));
	// What is signed besides the call is read from a state in which only the genesis hash matters.
	let payload = sp_io::TestExternalities::default().execute_with(|| {
		frame_system::BlockHash::<Runtime>::insert(0, genesis);
		SignedPayload::new(call.clone(), extension.clone()).unwrap()
	});
	let signature = payload.using_encoded(|bytes| who.sign(bytes));
	let transaction =
		UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension);
	json!(sp_core::Bytes(transaction.encode()))
}

/// Sends a transaction and waits for the block that it makes.
pub fn send(node: &Node, who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
	let before = node.finalized();
	let transaction = signed(node, who, call.into());
	node.ask("author_submitExtrinsic", json!([transaction]));
	wait_for("the transaction's block", || (node.finalized() > before).then_some(()));
}

/// The medical board's motion of this number: of its three members two agree.
fn carry(node: &Node, index: u32, call: RuntimeCall) {
	type Board = pallet_collective::Call<Runtime, pallet_collective::Instance1>;
	let (proposal_hash, length_bound) = (BlakeTwo256::hash_of(&call), call.encoded_size() as u32);
	let proposal_weight_bound = call.get_dispatch_info().call_weight;
	send(node, Alice, Board::propose { threshold: 2, proposal: Box::new(call), length_bound });
	for member in [Alice, Bob] {
		send(node, member, Board::vote { proposal: proposal_hash, index, approve: true });
	}
	send(node, Alice, Board::close { proposal_hash, index, proposal_weight_bound, length_bound });
}

/// Two operators; Alice, a patient, writes a record and opens it as often as asked.
pub fn scenario(node: &Node, readings: u64) {
	for (index, operator) in (0..).zip([Dave, Eve]) {
		let accredit = pallet_participants::Call::<Runtime>::accredit {
			organisation: operator.to_account_id(),
			kind: OrganisationKind::Operator,
			jurisdiction: *b"CH",
			registrations_per_day: 0,
			free_calls_per_day: 0,
		};
		carry(node, index, accredit.into());
		send(
			node,
			operator,
			pallet_participants::Call::<Runtime>::become_operator {
				organisation: operator.to_account_id(),
				endpoint: b"http://127.0.0.1:9000".to_vec().try_into().unwrap(),
				peer_id: b"12D3KooWExample".to_vec().try_into().unwrap(),
				encryption_key: [5; 32],
				bond: OperatorBond::get(),
			},
		);
	}
	let encryption_key = [6; 32];
	let register = pallet_participants::Call::<Runtime>::register { encryption_key };
	send(node, Alice, register);
	let document = pallet_records::Document {
		cid: Cid::raw([1; 32]).as_bytes().to_vec().try_into().unwrap(),
		length: 1_000,
		key_commitment: [2; 32],
		custodians: vec![Dave.to_account_id(), Eve.to_account_id()].try_into().unwrap(),
		threshold: 2,
		anchors: vec![[3; 32], [4; 32]].try_into().unwrap(),
	};
	send(
		node,
		Alice,
		pallet_records::Call::<Runtime>::submit {
			patient: Alice.to_account_id(),
			category: Category::ObservationLaboratory,
			compartment: Compartment::General,
			// The chain's clock lies behind the machine's, and nothing was recorded in its future.
			data: DataPeriod::on(Day::of(node.clock())),
			document,
		},
	);
	for _ in 0..readings {
		send(
			node,
			Alice,
			pallet_records::Call::<Runtime>::request_access {
				record: RecordId(0),
				version: None,
				purpose: Purpose::PatientRequest,
			},
		);
	}
}
