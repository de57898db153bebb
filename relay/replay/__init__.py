"""The reviewer's and the auditor's tools: check a recording, check a receipt, open, replay."""
