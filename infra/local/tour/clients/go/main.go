// SPDX-License-Identifier: Apache-2.0

// Queues, claims and deletes with gophercloud: go run . [BASE_URL [PROJECT]]
package main

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"path"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/messaging/v2/claims"
	"github.com/gophercloud/gophercloud/v2/openstack/messaging/v2/messages"
	"github.com/gophercloud/gophercloud/v2/openstack/messaging/v2/queues"
)

const queue = "go-jobs"

// argument gives an argument of the program, or what stands for it.
func argument(number int, otherwise string) string {
	if len(os.Args) > number {
		return os.Args[number]
	}
	return otherwise
}

func main() {
	ctx := context.Background()
	// In a cloud with Keystone: openstack.AuthenticatedClient, then openstack.NewMessagingV2.
	zaqar := &gophercloud.ServiceClient{
		ProviderClient: &gophercloud.ProviderClient{},
		Endpoint:       argument(1, "http://127.0.0.1:8888") + "/",
		MoreHeaders: map[string]string{
			"Client-ID":    "3381af92-2b9e-11e3-b191-71861300734c",
			"X-Project-ID": argument(2, "demo"),
		},
	}

	posted, err := messages.Create(ctx, zaqar, queue, messages.BatchCreateOpts{
		{Body: map[string]any{"task": 1}, TTL: 3600},
		{Body: map[string]any{"task": 2}, TTL: 300},
	}).Extract()
	must(err)
	fmt.Println("posted", len(posted.Resources))

	claimed, err := claims.Create(ctx, zaqar, queue, claims.CreateOpts{TTL: 300, Grace: 60, Limit: 10}).Extract()
	must(err)
	for _, message := range claimed {
		// The href holds the claim, which shows that the message may be deleted.
		href, err := url.Parse(message.Href)
		must(err)
		fmt.Println("working on", message.Body)
		with := messages.DeleteOpts{ClaimID: href.Query().Get("claim_id")}
		must(messages.Delete(ctx, zaqar, queue, path.Base(href.Path), with).ExtractErr())
	}

	stats, err := queues.GetStats(ctx, zaqar, queue).Extract()
	must(err)
	fmt.Println("left", stats.Total)
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
