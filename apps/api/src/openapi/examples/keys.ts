import type {
  ApiKey,
  CreateKeyAnswer,
  CreateKeyRequest,
  KeysAnswer,
  RevokeKeyAnswer,
  RotateKeyRequest,
} from "@onefold/contract";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE, SAMPLE_LATER, SAMPLE_TIME } from "./sample-ids.ts";

const CREATE_KEY: CreateKeyRequest = {
  name: "Website form",
  scopes: ["ingest"],
  rateLimit: { requests: 20, seconds: 2 },
};

const KEY: ApiKey = {
  _id: SAMPLE.keyId,
  prefix: "ofk_7Qx2",
  name: "Website form",
  scopes: ["ingest"],
  rateLimit: { requests: 20, seconds: 2 },
  userId: SAMPLE.userId,
  createdAt: SAMPLE_TIME,
};

const KEYS: KeysAnswer = { success: true, data: [KEY] };

const CREATED_KEY: CreateKeyAnswer = {
  success: true,
  data: { ...KEY, key: "ofk_7Qx2 and 30 characters more" },
};

const ROTATE_KEY: RotateKeyRequest = { overlapHours: 24 };

const ROTATED_KEY: CreateKeyAnswer = {
  success: true,
  data: {
    ...KEY,
    prefix: "ofk_9Zk4",
    rotatedAt: SAMPLE_TIME,
    previousUntil: SAMPLE_LATER,
    key: "ofk_9Zk4 and 30 characters more",
  },
};

const REVOKED_KEY: RevokeKeyAnswer = { success: true, data: { ...KEY, revokedAt: SAMPLE_LATER } };

export const keyExamples: Examples = {
  listKeys: { answers: { 200: KEYS } },
  createKey: { request: CREATE_KEY, answers: { 201: CREATED_KEY } },
  rotateKey: { params: { id: SAMPLE.keyId }, request: ROTATE_KEY, answers: { 200: ROTATED_KEY } },
  revokeKey: { params: { id: SAMPLE.keyId }, answers: { 200: REVOKED_KEY } },
};
