// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/**
 * Sends mail by way of Amazon SES, each time one to one recipient (contract 9.3).
 *
 * @param from what mail comes from: an address that SES knows to be the operator's
 */
public record MailSender(SesV2Client client, String from) {
  DeliveryOutcome send(MailUri to, JsonNode options, Notice notice) {
    MailOptions wanted = MailOptions.read(options);
    String subject = to.subject().or(wanted::subject).orElse(notice.subject());
    SendEmailRequest mail =
        SendEmailRequest.builder()
            .fromEmailAddress(from)
            .replyToAddresses(wanted.replyTo().stream().toList())
            .destination(d -> d.toAddresses(to.address()))
            .content(
                c ->
                    c.simple(
                        m -> m.subject(content(subject)).body(b -> b.text(content(notice.text())))))
            .build();
    try {
      client.sendEmail(mail);
      return new DeliveryOutcome.Delivered();
    } catch (MessageRejectedException | BadRequestException e) {
      return new DeliveryOutcome.Refused("the mail was rejected");
    } catch (SdkException e) {
      return new DeliveryOutcome.Failed("the mail was not taken");
    }
  }

  private static Content content(String text) {
    return Content.builder().data(text).charset(StandardCharsets.UTF_8.name()).build();
  }
}
