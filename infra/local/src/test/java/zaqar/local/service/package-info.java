/**
 * The service without HTTP: as many instances as a test wants, each with a clock that it can move
 * and calls that it can count.
 */
package zaqar.local.service;
