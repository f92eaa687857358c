/** What infra/openapi.yaml says, and whether answers are what it says. */
package zaqar.local.openapi;
