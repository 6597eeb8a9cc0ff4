"""Mutation fuzzer: files of the fixtures are damaged in many ways, and the whole way of the data is gone with each."""
