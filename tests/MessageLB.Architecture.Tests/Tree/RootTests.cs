using Xunit;

namespace MessageLB.Architecture.Tests.Tree;

public sealed class RootTests
{
    private static readonly string[] Allowed =
    [
        "src", "tests", "compose", "docs", ".ci",
        "MessageLB.sln", "README.md", "LICENSE", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore",
        ".dockerignore", // the root is the context of compose/Dockerfile
    ];

    [Fact]
    public void Root_Entries_AreTheAllowedOnes() => Violations.AssertNone(
        RepositoryTree.RootEntries.Except(Allowed).Order(StringComparer.Ordinal),
        "The root holds only the entries of STYLE section 1. Move these into src, tests, compose or docs, or ignore them in .gitignore if tools make them:");

    [Fact]
    public void Root_AllowedEntries_AreThere() => Violations.AssertNone(
        Allowed.Except(RepositoryTree.RootEntries),
        "These belong to the root and are missing:");
}
