// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Texts and documents that nobody sends who means well. */
final class Hostile {
  private static final int MUCH = 9_000;
  private static final int DEEP = 50_000;

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "\u0000",
          "\n{\"level\":\"INFO\"}",
          "\r\nX-Forged: 1",
          "\u001b[2J",
          "\u009b31m",
          "\u2028",
          "\u202e",
          "\ud800",
          "\udc00x",
          "\ud83d\ude00",
          "\uffff",
          "~",
          "~~~",
          ".",
          "..",
          "../..",
          "%00",
          "%",
          "a/b",
          "'",
          "\"",
          "\\",
          "${jndi:ldap://127.0.0.1/}",
          ":partition",
          "' OR 1=1 --",
          "null",
          "-1",
          "0",
          "1",
          "21",
          "1e9",
          "NaN",
          "2147483648",
          "-9223372036854775809",
          "99999999999999999999999999999999",
          "a,b,,c",
          ",",
          "01kaaaaaaaaaaaaaaaaaaaaaaa00",
          "7zzzzzzzzzzzzzzzzzzzzzzzzzff",
          "7zzzzzzzzzzzzzzzzzzzzzzzzz",
          "AX____________________8",
          "AQ",
          "true",
          "yes");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "60",
          "60.0",
          "1e400",
          "-1e-400",
          "NaN",
          "9223372036854775807",
          "9223372036854775808",
          "1" + "0".repeat(2_000),
          "0." + "9".repeat(2_000),
          "\"\"",
          "\"60\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"https://192.0.32.1/\"",
          "\"http://127.0.0.1/\"",
          "\"mailto:a@example.com\"",
          "\"dynamodb://x\"",
          "\"" + "x".repeat(100_000) + "\"",
          "\"" + "\ud83d\ude00".repeat(5_000) + "\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[{}]",
          "[1,\"messages\"]",
          "[\"messages\"]",
          "{\"a\":{\"b\":[1]}}",
          "{\"" + "k".repeat(60_000) + "\":1}",
          "[" + "1,".repeat(100_000) + "1]",
          "[".repeat(99) + "]".repeat(99),
          "[".repeat(DEEP),
          "{\"a\":".repeat(DEEP),
          "[".repeat(DEEP) + "]".repeat(DEEP),
          "{",
          "\ufeff{}",
          "");

  private static final List<String> FIELDS =
      List.of(
          "messages",
          "body",
          "ttl",
          "delay",
          "grace",
          "subscriber",
          "options",
          "confirmed",
          "resource_types",
          "uri",
          "weight",
          "flavor",
          "pool_list",
          "capabilities",
          "op",
          "path",
          "value",
          "_default_message_ttl",
          "_max_messages_post_size",
          "_dead_letter_queue",
          "_max_claim_count",
          "_flavor",
          "_retry_policy",
          "_enable_encrypt_messages",
          "post_data",
          "post_headers",
          "");

  /** Documents that are nearly right, each with a place for a value. */
  private static final List<String> NEARLY_RIGHT =
      List.of(
          "{\"messages\":[{\"body\":%s,\"ttl\":60}]}",
          "{\"messages\":[{\"body\":1,\"ttl\":%s}]}",
          "{\"messages\":[{\"body\":{}},{\"body\":%s,\"delay\":0}]}",
          "{\"ttl\":60,\"grace\":%s}",
          "{\"subscriber\":\"https://192.0.32.1/\",\"options\":{\"x\":%s}}",
          "{\"subscriber\":%s,\"ttl\":300}",
          "{\"confirmed\":true,\"x\":%s}",
          "{\"mine\":%s}",
          "{\"_default_message_delay\":0,\"_retry_policy\":%s}",
          "[{\"op\":\"add\",\"path\":\"/metadata/x\",\"value\":%s}]",
          "{\"resource_types\":[\"messages\",%s]}",
          "{\"weight\":0,\"uri\":\"dynamodb://fuzz\",\"options\":%s}",
          "{\"pool_list\":[%s]}");

  private Hostile() {}

  static Arbitrary<String> text() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.of(ODD)),
        Tuple.of(2, Arbitraries.strings().ofMaxLength(40)),
        Tuple.of(1, Arbitraries.of(ODD).map(odd -> odd.repeat(MUCH / Math.max(1, odd.length())))),
        Tuple.of(1, Arbitraries.of("{", "-", "x", "[", ",").map(odd -> odd.repeat(MUCH))));
  }

  static Arbitrary<String> body() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            9,
            Combinators.combine(Arbitraries.of(NEARLY_RIGHT), Arbitraries.of(VALUES))
                .as((document, value) -> document.replace("%s", value))),
        Tuple.of(3, document()),
        Tuple.of(2, document().map(item -> "{\"messages\":[" + item + "]}")),
        Tuple.of(2, document().map(item -> "[" + item + "]")),
        Tuple.of(2, Arbitraries.of(VALUES)),
        Tuple.of(2, text()));
  }

  private static Arbitrary<String> document() {
    Arbitrary<String> member =
        Combinators.combine(
                Arbitraries.of(FIELDS),
                Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.of(VALUES)), Tuple.of(1, nested())))
            .as((field, value) -> "\"" + field + "\":" + value);
    return member.list().ofMaxSize(4).map(members -> "{" + String.join(",", members) + "}");
  }

  private static Arbitrary<String> nested() {
    return Combinators.combine(Arbitraries.of(FIELDS), Arbitraries.of(VALUES))
        .as((field, value) -> "{\"" + field + "\":" + value + "}");
  }
}
