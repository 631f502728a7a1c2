// SPDX-License-Identifier: Apache-2.0
//! Prometheus metrics of the worker: counts, times and how far inputs have drifted, never an account, id or
//! patient's value.

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder};
use std::{net::SocketAddr, time::Duration};

const BLOCK: &str = "salus_block";
const JOBS: &str = "salus_jobs_total";
const ANSWERS: &str = "salus_answers_total";
const SHARES: &str = "salus_shares";
const SET_ASIDE: &str = "salus_shares_set_aside";
const SKIPPED: &str = "salus_blocks_skipped_total";
const ASSESSMENT_SECONDS: &str = "salus_assessment_seconds";
const REFUSALS: &str = "salus_refusals_total";
const DEATHS: &str = "salus_assessment_deaths_total";
const INPUTS: &str = "salus_inputs_counted";
const DRIFT: &str = "salus_input_drift";
const SCRUBBED: &str = "salus_scrubbed_total";
const REPAIRED: &str = "salus_scrub_repaired_total";
const LOST: &str = "salus_shares_lost";
const DAMAGED: &str = "salus_documents_damaged";
const CERTIFICATE: &str = "salus_tls_certificate_ends";
const CUSTODY_PAID: &str = "salus_custody_paid_total";
const ROTATIONS: &str = "salus_at_rest_rotations_total";
const ROTATION_FAILING: &str = "salus_at_rest_rotation_failing";
const CLAIMS: &str = "salus_claims_total";
const OPEN_CLAIMS: &str = "salus_claims_open";

/// Serves the metrics at `http://<address>/metrics` from now on. Call it inside a Tokio runtime.
pub fn serve(address: SocketAddr) -> Result<(), BuildError> {
	PrometheusBuilder::new().with_http_listener(address).install()?;
	describe_gauge!(BLOCK, "Last finalized block that was worked through");
	describe_counter!(JOBS, "Jobs that ended, by job and end: done, refused or failed");
	describe_counter!(ANSWERS, "Requests answered, by method and answer: granted or refused");
	describe_gauge!(SHARES, "Key shares kept");
	describe_gauge!(
		SET_ASIDE,
		"Key shares on the disk that the journal does not know: destroyed after an hour, if no record counts on them"
	);
	describe_counter!(
		SKIPPED,
		"Blocks whose events could not be had any more: what they brought was taken from the chain's state"
	);
	describe_histogram!(ASSESSMENT_SECONDS, "Seconds from an assessment's begin to its seal");
	describe_counter!(REFUSALS, "Requests whose inputs no model was run on, by kind of problem");
	describe_counter!(DEATHS, "Processes that died while they read a request's inputs, by cause");
	describe_gauge!(INPUTS, "People whose inputs are counted for drift now, by model");
	describe_gauge!(
		DRIFT,
		"Largest population stability index of a model's inputs, once enough people are counted"
	);
	describe_counter!(SCRUBBED, "Versions whose share and document were checked");
	describe_counter!(
		REPAIRED,
		"Documents that were damaged or missing and came back from other custodians"
	);
	describe_gauge!(LOST, "Key shares that should be kept, and are gone or do not open");
	describe_gauge!(
		DAMAGED,
		"Documents that should be kept, and are damaged or missing until another custodian gives them"
	);
	describe_gauge!(
		CERTIFICATE,
		"When the custody RPC's TLS certificate ends, in seconds of Unix time"
	);
	describe_counter!(
		CUSTODY_PAID,
		"Versions for whose custody this operator was paid, each time that it was"
	);
	describe_counter!(
		ROTATIONS,
		"Rotations of the key at rest that came to their end: the old key is destroyed"
	);
	describe_gauge!(
		ROTATION_FAILING,
		"1 while the last attempt to rotate the key at rest failed: an old key stays longer than it should"
	);
	describe_counter!(
		CLAIMS,
		"Attempts of an insurer's worker at claims, by end: concluded, unpaid (concluded with nothing paid), referred or failed"
	);
	describe_gauge!(OPEN_CLAIMS, "Claims that an insurer's worker is to judge");
	rotation_failing(false);
	Ok(())
}

/// A finalized block was worked through.
pub fn block(number: u32) {
	gauge!(BLOCK).set(f64::from(number));
}

/// A job ended: `done`, `refused` or `failed`.
pub fn job(job: &'static str, end: &'static str) {
	counter!(JOBS, "job" => job, "end" => end).increment(1);
}

/// A request was answered.
pub fn answer(method: &'static str, granted: bool) {
	let answer = if granted { "granted" } else { "refused" };
	counter!(ANSWERS, "method" => method, "answer" => answer).increment(1);
}

/// How many key shares are kept now.
pub fn shares(count: usize) {
	gauge!(SHARES).set(count as f64);
}

/// How many key shares the journal does not know.
pub fn set_aside(count: usize) {
	gauge!(SET_ASIDE).set(count as f64);
}

/// So many blocks were left out.
pub fn skipped(blocks: u32) {
	counter!(SKIPPED).increment(blocks.into());
}

/// An assessment took this long.
pub fn assessed(time: Duration) {
	histogram!(ASSESSMENT_SECONDS).record(time.as_secs_f64());
}

/// A request was refused: a problem's kind in kebab-case, or `no-prediction`, `job`, `job-inputs`, `model-state`,
/// `model-class`, `model-digest`, `model-card`, `model-failed` or `unavailable`.
pub fn refused(kind: &str) {
	counter!(REFUSALS, "kind" => kind.to_owned()).increment(1);
}

/// A process that read inputs died: of `memory`, `time`, a `signal`, a `fault` of its own, or it sent `garbage`.
pub fn child_died(cause: &'static str) {
	counter!(DEATHS, "cause" => cause).increment(1);
}

/// So many people's inputs of the model of this name are counted now.
pub fn inputs(model: &str, people: u32) {
	gauge!(INPUTS, "model" => model.to_owned()).set(f64::from(people));
}

/// A version's share and document were checked.
pub fn scrubbed() {
	counter!(SCRUBBED).increment(1);
}

/// A document came back from other custodians.
pub fn scrub_repaired() {
	counter!(REPAIRED).increment(1);
}

/// How many shares are lost now, and how many documents are not whole.
pub fn under_kept(shares: usize, documents: usize) {
	gauge!(LOST).set(shares as f64);
	gauge!(DAMAGED).set(documents as f64);
}

/// Custody of so many versions was paid.
pub fn custody_paid(versions: u64) {
	counter!(CUSTODY_PAID).increment(versions);
}

/// The key at rest was rotated.
pub fn rotated() {
	counter!(ROTATIONS).increment(1);
}

/// Whether the last attempt to rotate the key at rest failed.
pub fn rotation_failing(failing: bool) {
	gauge!(ROTATION_FAILING).set(f64::from(u8::from(failing)));
}

/// The TLS certificate is good until then, in seconds of Unix time.
pub fn certificate_ends(at: i64) {
	gauge!(CERTIFICATE).set(at as f64);
}

/// An attempt at a claim ended: `concluded`, `unpaid`, `referred` or `failed`. Data rule 12: never which claim.
pub fn claim(end: &'static str) {
	counter!(CLAIMS, "end" => end).increment(1);
}

/// So many claims are to be judged now.
pub fn open_claims(count: usize) {
	gauge!(OPEN_CLAIMS).set(count as f64);
}

/// The largest population stability index of a model's inputs.
pub fn drift(model: &str, index: f64) {
	gauge!(DRIFT, "model" => model.to_owned()).set(index);
}
