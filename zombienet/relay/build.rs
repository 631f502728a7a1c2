// SPDX-License-Identifier: GPL-3.0-only
//! The node and its workers tell each other's build by this.

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
}
