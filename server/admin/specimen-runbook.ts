/** The runbook of the specimen page: a step for each state that a step can be in. */
export const SPECIMEN_RUNBOOK = `---
id: specimen
title: Checkout errors
style: do-confirm
---

# Checkout errors

## Detect

### 1. Open the dashboard of checkout

- **Role:** Operations
- **Limit:** 5 min
- **Expect:** errors below 1 % (normal: 0.2 %)

It shows errors by country and by kind of payment.

### 2. List the deployments of the last hour

- **Role:** Operations

Look for a change shortly before the first alert.

### 3. Compare the regions

- **Role:** Operations
- **Expect:** 2 regions are well (normal: all of them)

\`\`\`sh
statctl errors --by region --window 15m
\`\`\`

## Triage

### 4. Read the cache hit rate

<!-- id: hit-rate -->

- **Role:** Operations
- **Limit:** 5 min
- **Expect:** above 92 % (normal: 97 %)

\`\`\`sh
redis-cli -h "$NODE" info stats | grep -E "keyspace_(hits|misses)"
\`\`\`

- [ ] Read on two nodes
- [ ] No deployment within the hour before
- **Record:** NODE
- **If** below 92 % → [roll back](#7-roll-back-the-cache-configuration)
- **Otherwise** → [ask the partner](#6-ask-the-payment-partner)

### 5. Read the log of the payment gateway

- **Role:** Operations
- **Limit:** 3 min

### 6. Ask the payment partner

- **Role:** Communications

Their number is in the contacts.

## Resolve

### 7. Roll back the cache configuration

- **Role:** Operations
- **Danger:** high
- **Confirm:** Commander
- **Expect:** the hit rate rises above 90 % (normal: 97 %)
- **Undo:** \`deployctl rollback cache-config --env prod --to 42\`

\`\`\`sh
deployctl rollback cache-config --env prod --to 41
\`\`\`

### 8. Restart the nodes of the cache

- **Role:** Operations
- **Danger:** high
- **Confirm:** Commander
- **Undo:** irreversible; what was cached is gone

\`\`\`sh
nodectl restart --pool cache --one-by-one
\`\`\`

### 9. Send the payments to the second partner

- **Role:** Operations
- **Danger:** high
- **Confirm:** Commander
- **Undo:** \`payctl route --to first\`

\`\`\`sh
payctl route --to second
\`\`\`

### 10. Tell support what they may say

- **Role:** Communications
`;
