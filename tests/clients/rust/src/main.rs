//! Calls methods of the official client as it is told: a request per line, and a line with what the client made of the answer.

use serde_json::{from_value, json, to_value, Value};
use std::{env, fmt::Debug, io::stdin};
use svix::api::{Svix, SvixOptions};

struct Call {
    path: String,
    arguments: Vec<String>,
    body: Value,
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// None: this client has no such method. `a!(0)` is an argument, `body!()` the body as the type that the method wants.
async fn make(svix: &Svix, call: &Call) -> Option<Value> {
    macro_rules! a {
        ($position:literal) => {
            call.arguments[$position].clone()
        };
    }
    macro_rules! body {
        () => {
            match from_value(call.body.clone()) {
                Ok(body) => body,
                Err(error) => return Some(json!({ "error": error.to_string() })),
            }
        };
    }
    macro_rules! answer {
        ($request:expr) => {
            match $request.await {
                Ok(answer) => json!({ "answer": to_value(answer).expect("JSON") }),
                Err(error) => failed(error),
            }
        };
    }
    Some(match call.path.as_str() {
        "application.list" => answer!(svix.application().list(None)),
        "application.create" => answer!(svix.application().create(body!(), None)),
        "application.getOrCreate" => answer!(svix.application().get_or_create(body!(), None)),
        "application.get" => answer!(svix.application().get(a!(0))),
        "application.upsert" => answer!(svix.application().upsert(a!(0), body!())),
        "application.patch" => answer!(svix.application().patch(a!(0), body!())),
        "application.delete" => answer!(svix.application().delete(a!(0))),
        "authentication.appPortalAccess" => answer!(svix.authentication().app_portal_access(a!(0), body!(), None)),
        "authentication.expireAll" => answer!(svix.authentication().expire_all(a!(0), body!(), None)),
        "authentication.logout" => answer!(svix.authentication().logout(None)),
        "backgroundTask.list" => answer!(svix.background_task().list(None)),
        "backgroundTask.get" => answer!(svix.background_task().get(a!(0))),
        "endpoint.list" => answer!(svix.endpoint().list(a!(0), None)),
        "endpoint.create" => answer!(svix.endpoint().create(a!(0), body!(), None)),
        "endpoint.get" => answer!(svix.endpoint().get(a!(0), a!(1))),
        "endpoint.upsert" => answer!(svix.endpoint().upsert(a!(0), a!(1), body!())),
        "endpoint.patch" => answer!(svix.endpoint().patch(a!(0), a!(1), body!())),
        "endpoint.delete" => answer!(svix.endpoint().delete(a!(0), a!(1))),
        "endpoint.getSecret" => answer!(svix.endpoint().get_secret(a!(0), a!(1))),
        "endpoint.rotateSecret" => answer!(svix.endpoint().rotate_secret(a!(0), a!(1), body!(), None)),
        "endpoint.getHeaders" => answer!(svix.endpoint().get_headers(a!(0), a!(1))),
        "endpoint.setHeaders" => answer!(svix.endpoint().set_headers(a!(0), a!(1), body!())),
        "endpoint.patchHeaders" => answer!(svix.endpoint().patch_headers(a!(0), a!(1), body!())),
        "endpoint.getStats" => answer!(svix.endpoint().get_stats(a!(0), a!(1), None)),
        "endpoint.getAttemptStats" => answer!(svix.endpoint().get_attempt_stats(a!(0), a!(1), None)),
        "endpoint.sendExample" => answer!(svix.endpoint().send_example(a!(0), a!(1), body!(), None)),
        "endpoint.recover" => answer!(svix.endpoint().recover(a!(0), a!(1), body!(), None)),
        "endpoint.replayMissing" => answer!(svix.endpoint().replay_missing(a!(0), a!(1), body!(), None)),
        "endpoint.bulkReplay" => answer!(svix.endpoint().bulk_replay(a!(0), a!(1), body!(), None)),
        "endpoint.transformation.get" => answer!(svix.endpoint().transformation().get(a!(0), a!(1))),
        "endpoint.transformation.patch" => answer!(svix.endpoint().transformation().patch(a!(0), a!(1), body!())),
        "environment.export" => answer!(svix.environment().export(None)),
        "environment.import" => answer!(svix.environment().import(body!(), None)),
        "eventType.list" => answer!(svix.event_type().list(None)),
        "eventType.create" => answer!(svix.event_type().create(body!(), None)),
        "eventType.importOpenapi" => answer!(svix.event_type().import_openapi(body!(), None)),
        "eventType.get" => answer!(svix.event_type().get(a!(0))),
        "eventType.upsert" => answer!(svix.event_type().upsert(a!(0), body!())),
        "eventType.patch" => answer!(svix.event_type().patch(a!(0), body!())),
        "eventType.delete" => answer!(svix.event_type().delete(a!(0), None)),
        "health.get" => answer!(svix.health().get()),
        "integration.list" => answer!(svix.integration().list(a!(0), None)),
        "integration.create" => answer!(svix.integration().create(a!(0), body!(), None)),
        "integration.get" => answer!(svix.integration().get(a!(0), a!(1))),
        "integration.update" => answer!(svix.integration().update(a!(0), a!(1), body!())),
        "integration.rotateKey" => answer!(svix.integration().rotate_key(a!(0), a!(1), None)),
        "integration.delete" => answer!(svix.integration().delete(a!(0), a!(1))),
        "message.list" => answer!(svix.message().list(a!(0), None)),
        "message.create" => answer!(svix.message().create(a!(0), body!(), None)),
        "message.precheck" => answer!(svix.message().precheck(a!(0), body!(), None)),
        "message.get" => answer!(svix.message().get(a!(0), a!(1), None)),
        "message.expungeContent" => answer!(svix.message().expunge_content(a!(0), a!(1))),
        "message.bulkExpungeContent" => answer!(svix.message().bulk_expunge_content(a!(0), body!(), None)),
        "message.expungeAllContents" => answer!(svix.message().expunge_all_contents(a!(0), None)),
        "messageAttempt.listByEndpoint" => answer!(svix.message_attempt().list_by_endpoint(a!(0), a!(1), None)),
        "messageAttempt.listByMsg" => answer!(svix.message_attempt().list_by_msg(a!(0), a!(1), None)),
        "messageAttempt.listAttemptedMessages" => answer!(svix.message_attempt().list_attempted_messages(a!(0), a!(1), None)),
        "messageAttempt.listAttemptedDestinations" => answer!(svix.message_attempt().list_attempted_destinations(a!(0), a!(1), None)),
        "messageAttempt.get" => answer!(svix.message_attempt().get(a!(0), a!(1), a!(2), None)),
        "messageAttempt.resend" => answer!(svix.message_attempt().resend(a!(0), a!(1), a!(2), None)),
        "messageAttempt.expungeContent" => answer!(svix.message_attempt().expunge_content(a!(0), a!(1), a!(2))),
        "operationalWebhook.endpoint.list" => answer!(svix.operational_webhook().endpoint().list(None)),
        "operationalWebhook.endpoint.create" => answer!(svix.operational_webhook().endpoint().create(body!(), None)),
        "operationalWebhook.endpoint.get" => answer!(svix.operational_webhook().endpoint().get(a!(0))),
        "operationalWebhook.endpoint.upsert" => answer!(svix.operational_webhook().endpoint().upsert(a!(0), body!())),
        "operationalWebhook.endpoint.getSecret" => answer!(svix.operational_webhook().endpoint().get_secret(a!(0))),
        "operationalWebhook.endpoint.rotateSecret" => answer!(svix.operational_webhook().endpoint().rotate_secret(a!(0), body!(), None)),
        "operationalWebhook.endpoint.getHeaders" => answer!(svix.operational_webhook().endpoint().get_headers(a!(0))),
        "operationalWebhook.endpoint.setHeaders" => answer!(svix.operational_webhook().endpoint().set_headers(a!(0), body!())),
        "operationalWebhook.endpoint.delete" => answer!(svix.operational_webhook().endpoint().delete(a!(0))),
        "statistics.aggregateAppStats" => answer!(svix.statistics().aggregate_app_stats(body!(), None)),
        "statistics.aggregateEventTypes" => answer!(svix.statistics().aggregate_event_types()),
        _ => return None,
    })
}

fn failed(error: impl Debug) -> Value {
    json!({ "error": format!("{error:?}") })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let server_url = env::var("POSTHORN_URL").ok();
    let key = env::var("POSTHORN_KEY").expect("POSTHORN_KEY");
    let svix = Svix::new(key, Some(SvixOptions { server_url, ..Default::default() }));
    for line in stdin().lines() {
        let request: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let client = match request["token"].as_str() {
            Some(token) => svix.with_token(token.to_owned()),
            None => svix.with_token(svix.token().unwrap_or_default().to_owned()),
        };
        let call = Call {
            path: texts(&request["path"]).join("."),
            arguments: texts(&request["arguments"]),
            body: request["body"].clone(),
        };
        println!("{}", make(&client, &call).await.unwrap_or(json!({ "absent": true })));
    }
}
