// SPDX-License-Identifier: Apache-2.0
//! One file for each rule.

mod any_mix;
mod drawn;
mod drift;
mod erase_result;
mod failed;
mod models;
mod pay_for;
mod publish_output;
mod reports;
mod request;
mod settled;
mod sponsored;
mod strike;
mod usage;
mod verdicts;
mod views;

use crate::{
	Call, DriftReports, Error, Event, Models, Receipts, Reports, Requests, RequestsOf, Tallies,
	UsageReports, mock::*, types::*,
};
use polkadot_sdk::{
	frame_support::{assert_noop, assert_ok},
	sp_runtime::DispatchError,
};
use salus_primitives::{
	Cid, Evidence, Licence, ModelId, Purpose, RecordId, RequestId,
	decision_support::TIERS,
	quorum::{NewTask, OnQuorum, TaskKind},
};
