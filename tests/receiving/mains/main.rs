mod receiver;

use base64::{engine::general_purpose::STANDARD, Engine};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

fn main() {
    let cases: Vec<Value> = serde_json::from_reader(std::io::stdin()).expect("cases");
    for case in cases {
        let text = |name: &str| case[name].as_str().expect("text").to_owned();
        let headers: HeaderMap = case["headers"]
            .as_object()
            .expect("headers")
            .iter()
            .map(|(name, value)| {
                let name: HeaderName = name.parse().expect("a name");
                (name, HeaderValue::from_str(value.as_str().expect("text")).expect("a value"))
            })
            .collect();
        let body = STANDARD.decode(text("body")).expect("base64");
        let believed = receiver::verify(&body, &headers, &text("secret")).is_ok();
        println!("{}", if believed { "believed" } else { "refused" });
    }
}
