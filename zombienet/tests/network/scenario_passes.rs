// SPDX-License-Identifier: Apache-2.0
//! The demo's scenario, on this network in place of the development node.

use anyhow::Context;
use salus_zombienet::{chain, report::Report, running::RunningNetwork};
use tokio::process::Command;

/// How many times as long as on the development node a step may wait. There a block is final after half a
/// second; here after half a minute, and some waits are for operators' own extrinsics besides.
const SLOWNESS: &str = "10";

pub async fn play(running: &mut RunningNetwork, report: &mut Report) -> anyhow::Result<String> {
	// The scenario starts, stops and kills operators itself, in the same homes.
	running.dismiss_operators().await?;
	let url = running.url()?;
	chain::wait_finalized(&url, 1, 600).await?;
	let programs = &running.programs;
	let written = running.folder.join("scenario.json");
	let status = Command::new("python3")
		.arg(programs.root.join("scripts/library/scenario"))
		.args(["--url", &url])
		.env("SALUS_SCENARIO_SLOWNESS", SLOWNESS)
		.arg("--folder")
		.arg(&running.folder)
		.arg("--worker")
		.arg(&programs.worker)
		.arg("--salus")
		.arg(&programs.salus)
		.arg("--models")
		.arg(programs.models())
		.arg("--bundle")
		.arg(programs.bundle())
		.arg("--report")
		.arg(&written)
		.kill_on_drop(true)
		.status()
		.await?;
	report.take_over(&written).context("the scenario left no report")?;
	anyhow::ensure!(status.success(), "a step of the scenario failed");
	Ok("every step".to_owned())
}
