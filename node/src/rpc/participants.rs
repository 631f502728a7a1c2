// SPDX-License-Identifier: Apache-2.0
//! `participants_*`: who is who.

use super::{
	Context,
	parameters::{AT, Takes, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_participants::runtime_api::ParticipantsApi;
use salus_primitives::{
	WithId,
	participants::{Guardian, GuardianProposal, Invitation, MembershipHistory, Operator, WhoIs},
};
use salus_runtime::{AccountId, Balance, Hash};

/// Who is who.
#[rpc(server, namespace = "participants")]
pub trait Participants {
	/// Everything that is known of one account. Roles that the account does not have are `null`;
	/// `allowance`, `registrationsLeft`, `licence` and `inService` are what follows from them now.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_whoIs",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "patient": {
	///     "sponsors": ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"], "sponsorships": 1,
	///     "registeredAt": "2026-11-24T06:00:00.000Z"},
	///   "allowance": {
	///     "wayOut": 20, "reading": 20, "guardian": 20, "calls": 19, "items": 63, "bytes": 65000,
	///     "work": "3000000000000"},
	///   "organisation": null, "registrationsLeft": 0, "practitioner": null, "licence": "none",
	///   "membershipCount": 0, "operator": null, "inService": false,
	///   "encryptionKey": {
	///     "key": "0x8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
	///     "version": 1, "setAt": "2026-11-24T06:00:00.000Z"}}}
	/// ```
	#[method(name = "whoIs", blocking)]
	fn who_is(&self, account: AccountId, at: Option<Hash>) -> RpcResult<WhoIs<AccountId, Balance>>;

	/// The operators in service, oldest first, each with its account as `id`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_operators", "params": []}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "organisation": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "bond": "10000000000000", "endpoint": "http://127.0.0.1:8801",
	///   "peerId": "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
	///   "since": "2026-11-24T06:00:00.000Z", "suspended": false, "leavingUntil": null,
	///   "duties": 0}]}
	/// ```
	#[method(name = "operators", blocking)]
	fn operators(
		&self,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Operator<AccountId, Balance>>>>;

	/// A patient's guardians, in the order of their appointment, and those before as far as they are kept. Whoever is not
	/// past `until` and has no `endedAt` acts for the patient now.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_guardians",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "role": "parent", "proposedBy": null,
	///   "since": "2026-11-24T06:00:00.000Z", "until": "2040-01-01T00:00:00.000Z", "endedAt": null}]}
	/// ```
	#[method(name = "guardians", blocking)]
	fn guardians(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<Guardian<AccountId>>>;

	/// The guardians that organisations propose for a patient, at most 100. The `id` is the organisation; before
	/// `noticeUntil` the authority does not appoint, and the patient may end it at any time.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_guardianProposals",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "guardian": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "role": "legalGuardian",
	///   "until": "2040-01-01T00:00:00.000Z", "proposedAt": "2026-11-24T06:00:00.000Z",
	///   "noticeUntil": {"moment": "2026-11-27T06:00:00.000Z", "block": 36200}}]}
	/// ```
	#[method(name = "guardianProposals", blocking)]
	fn guardian_proposals(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, GuardianProposal<AccountId>>>>;

	/// The invitations that an account has not answered, at most 100. The `id` is the organisation that invites it to be
	/// its member.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_invitations",
	///  "params": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "invitedAt": "2026-11-24T06:00:00.000Z", "expiresAt": "2026-12-24T06:00:00.000Z"}]}
	/// ```
	#[method(name = "invitations", blocking)]
	fn invitations(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Invitation>>>;

	/// What is on record of an account in an organisation: since when it is a member, if it is one, and when it was one
	/// before. From `knownSince` on nothing is missing.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_membership",
	///  "params": ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "since": null,
	///   "past": [{"since": "2026-11-24T06:00:00.000Z", "until": "2026-11-28T06:00:00.000Z"}],
	///   "knownSince": "1970-01-01T00:00:00.000Z"}}
	/// ```
	#[method(name = "membership", blocking)]
	fn membership(
		&self,
		organisation: AccountId,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<MembershipHistory>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("participants_whoIs", &[required::<AccountId>("account"), AT]),
	("participants_operators", &[AT]),
	("participants_guardians", &[required::<AccountId>("patient"), AT]),
	("participants_guardianProposals", &[required::<AccountId>("patient"), AT]),
	("participants_invitations", &[required::<AccountId>("account"), AT]),
	(
		"participants_membership",
		&[required::<AccountId>("organisation"), required::<AccountId>("account"), AT],
	),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl ParticipantsServer for Rpc {
	fn who_is(&self, account: AccountId, at: Option<Hash>) -> RpcResult<WhoIs<AccountId, Balance>> {
		self.0.ask(at, |api, block| api.who_is(block, account))
	}

	fn operators(
		&self,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Operator<AccountId, Balance>>>> {
		self.0.ask(at, |api, block| api.operators(block))
	}

	fn guardians(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<Guardian<AccountId>>> {
		self.0.ask(at, |api, block| api.guardians(block, patient))
	}

	fn guardian_proposals(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, GuardianProposal<AccountId>>>> {
		self.0.ask(at, |api, block| api.guardian_proposals(block, patient))
	}

	fn invitations(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Invitation>>> {
		self.0.ask(at, |api, block| api.invitations(block, account))
	}

	fn membership(
		&self,
		organisation: AccountId,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<MembershipHistory> {
		self.0.ask(at, |api, block| api.membership(block, organisation, account))
	}
}
