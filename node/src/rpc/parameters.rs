// SPDX-License-Identifier: Apache-2.0
//! What the methods take: parameters in order or by name, each checked before a method is called, so that an error
//! names the parameter that is wrong.

use super::bad_request;
use futures::{FutureExt, future};
use jsonrpsee::{
	MethodCallback, MethodResponse, Methods,
	core::{RegisterMethodError, RpcResult},
	types::Params,
};
use salus_runtime::Hash;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::sync::Arc;

/// How many bytes all parameters of a question may take: many times what the longest does.
const MAX_LENGTH: usize = 64 * 1024;

/// A method's name and its parameters in order, the optional ones last.
pub type Takes = (&'static str, &'static [Parameter]);

/// A parameter of a method.
#[derive(Clone, Copy)]
pub struct Parameter {
	/// What it is called.
	pub name: &'static str,
	is_optional: bool,
	/// Why a value does not fit, if it does not.
	check: fn(Value) -> Result<(), serde_json::Error>,
}

/// A parameter that must be given.
pub const fn required<T: DeserializeOwned>(name: &'static str) -> Parameter {
	Parameter { name, is_optional: false, check: fits::<T> }
}

/// A parameter that may be left out, or be `null`.
pub const fn optional<T: DeserializeOwned>(name: &'static str) -> Parameter {
	Parameter { name, is_optional: true, check: fits::<Option<T>> }
}

/// How many items a page holds.
pub const COUNT: Parameter = optional::<u32>("count");
/// The block as of which to answer.
pub const AT: Parameter = optional::<Hash>("at");

fn fits<T: DeserializeOwned>(given: Value) -> Result<(), serde_json::Error> {
	serde_json::from_value::<T>(given).map(drop)
}

/// The methods, which now refuse parameters that do not fit. A method that `takes` leaves out is not offered.
pub fn checked(
	methods: impl Into<Methods>,
	takes: &'static [Takes],
) -> Result<Methods, RegisterMethodError> {
	let methods = methods.into();
	let mut checked = Methods::new();
	for &(name, parameters) in takes {
		let Some(MethodCallback::Async(call)) = methods.method(name).cloned() else {
			return Err(RegisterMethodError::MethodNotFound(name.into()));
		};
		checked.verify_and_insert(
			name,
			MethodCallback::Async(Arc::new(
				move |id, params: Params<'static>, connection, max_size, extensions| match check(
					name,
					parameters,
					params.as_str(),
				) {
					Ok(()) => call(id, params, connection, max_size, extensions),
					Err(wrong) => {
						let refusal = MethodResponse::error(id, wrong);
						future::ready(refusal.with_extensions(extensions)).boxed()
					}
				},
			)),
		)?;
	}
	Ok(checked)
}

/// Whether these parameters fit, as the text of a request has them.
fn check(method: &str, parameters: &[Parameter], given: Option<&str>) -> RpcResult<()> {
	let given = given.unwrap_or("null");
	if given.len() > MAX_LENGTH {
		return Err(bad_request(format!("the parameters are longer than {MAX_LENGTH} bytes")));
	}
	let given: Value = serde_json::from_str(given)
		.map_err(|cause| bad_request(format!("the parameters are not JSON: {cause}")))?;
	let mut values = match given {
		Value::Null => Map::new(),
		Value::Object(values) => values,
		Value::Array(values) if values.len() > parameters.len() => {
			let count = values.len();
			return Err(bad_request(format!("{count} parameters; {}", takes(method, parameters))));
		}
		Value::Array(values) => {
			let names = parameters.iter().map(|parameter| parameter.name.to_owned());
			names.zip(values).collect()
		}
		_ => return Err(bad_request("the parameters are neither an array nor an object".into())),
	};
	for parameter in parameters {
		let name = parameter.name;
		match values.remove(name) {
			None if parameter.is_optional => (),
			None => {
				let takes = takes(method, parameters);
				return Err(bad_request(format!("the parameter {name} is missing; {takes}")));
			}
			Some(value) => (parameter.check)(value)
				.map_err(|cause| bad_request(format!("the parameter {name} is wrong: {cause}")))?,
		}
	}
	match values.keys().next() {
		None => Ok(()),
		Some(name) => Err(bad_request(format!(
			"there is not a parameter {name:?}; {}",
			takes(method, parameters)
		))),
	}
}

fn takes(method: &str, parameters: &[Parameter]) -> String {
	match parameters.iter().map(|parameter| parameter.name).collect::<Vec<_>>().join(", ") {
		names if names.is_empty() => format!("{method} takes none"),
		names => format!("{method} takes {names}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::{RpcModule, types::error::INVALID_PARAMS_CODE};
	use serde_json::json;

	const TAKES: &[Takes] = &[("get", &[required::<u64>("record"), COUNT])];

	fn refusal(given: Value) -> Option<String> {
		let (method, parameters) = TAKES[0];
		let refused = check(method, parameters, Some(&given.to_string())).err()?;
		assert_eq!(refused.code(), INVALID_PARAMS_CODE);
		Some(refused.message().to_owned())
	}

	#[test]
	fn parameters_are_taken_in_order_and_by_name() {
		for good in [
			json!([7]),
			json!([7, null]),
			json!([7, 20]),
			json!({ "record": 7 }),
			json!({ "count": 20, "record": 7 }),
		] {
			assert_eq!(refusal(good), None);
		}
	}

	#[test]
	fn a_refusal_names_the_parameter() {
		let takes = "get takes record, count";
		for (given, expected) in [
			(json!({ "id": 7 }), format!("the parameter record is missing; {takes}")),
			(json!({ "record": 7, "id": 7 }), format!("there is not a parameter \"id\"; {takes}")),
			(json!([]), format!("the parameter record is missing; {takes}")),
			(json!(null), format!("the parameter record is missing; {takes}")),
			(json!([7, 20, 1]), format!("3 parameters; {takes}")),
			(json!("7"), "the parameters are neither an array nor an object".into()),
			// What follows hangs on serde_json's feature `arbitrary_precision`, which the SDK turns on.
			(json!([-7]), "the parameter record is wrong: ".into()),
			(json!({ "record": null }), "the parameter record is wrong: invalid type: null".into()),
			(json!([7, "20"]), "the parameter count is wrong: invalid type: string".into()),
			(json!(["7".repeat(MAX_LENGTH)]), "the parameters are longer than 65536 bytes".into()),
		] {
			let refused = refusal(given.clone()).unwrap();
			assert!(refused.starts_with(&expected), "{given}: {refused}");
		}
	}

	#[test]
	fn a_method_is_called_only_with_what_fits() {
		let mut module = RpcModule::new(());
		module.register_blocking_method("get", |params, _, _| params.one::<u64>()).unwrap();
		let checked = checked(module, TAKES).unwrap();
		let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
		runtime.block_on(async {
			assert_eq!(checked.call::<_, u64>("get", [7]).await.unwrap(), 7);
			let refused = checked.call::<_, u64>("get", ["seven"]).await.unwrap_err();
			assert!(refused.to_string().contains("record"), "{refused}");
		});
	}

	#[test]
	fn a_method_must_be_there_to_be_checked() {
		assert!(checked(Methods::new(), TAKES).is_err());
	}
}
