using System.Reflection;
using MessageLB.Architecture.Tests.Projects;
using MessageLB.Architecture.Tests.Tree;
using Xunit;

namespace MessageLB.Architecture.Tests.PublicApi;

/// <summary>
/// What the libraries promise to their users changes only on purpose: each library's public API is kept as text beside this test, and
/// a change of it is part of the change that makes it.
/// </summary>
public sealed class PublicApiTests
{
    private const string Accept = "MESSAGELB_ACCEPT_API";
    private const int MostShown = 40;
    private const string Folder = "tests/MessageLB.Architecture.Tests/PublicApi";

    public static TheoryData<string> Libraries => [.. ProjectFile.Sources.Where(p => !p.IsExecutable).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_PublicApi_IsTheAcceptedOne(string library)
    {
        var file = RepositoryTree.PathOf($"{Folder}/{library}.txt");
        var actual = ApiText.Of(Load(library));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        var accepted = File.Exists(file) ? File.ReadAllText(file) : "";
        if (accepted == actual) return;
        Assert.Fail(
            $"""
            The public API of {library} is not the accepted one:
            {Difference(accepted, actual)}
            If this is on purpose, accept it and commit {Folder}/{library}.txt:
                {Accept}=1 dotnet run --project tests/MessageLB.Architecture.Tests
            If it is not, make internal what nobody outside needs, or keep what users have.
            """);
    }

    [Fact]
    public void Files_OfLibrariesThatAreGone_AreRemoved() => Violations.AssertNone(
        RepositoryTree.FilesIn(Folder, ".txt").Where(f => !Libraries.Any(l => f == $"{Folder}/{l.Data}.txt")),
        "These belong to no library; delete them:");

    private static Assembly Load(string library)
    {
        try
        {
            return Assembly.Load(library);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidOperationException($"{library} is not there to be looked at: let tests/MessageLB.Architecture.Tests refer to src/{library}.");
        }
    }

    // Lines are sorted within their type, so a set difference by type and line is what a diff would show.
    private static string Difference(string accepted, string actual)
    {
        var (before, after) = (Qualified(accepted), Qualified(actual));
        var lines = before.Except(after).Select(line => $"  - {line}").Concat(after.Except(before).Select(line => $"  + {line}")).ToList();
        if (lines.Count > MostShown) lines[MostShown] = $"  … and {lines.Count - MostShown} more";
        return string.Join(Environment.NewLine, lines.Take(MostShown + 1));
    }

    private static List<string> Qualified(string text)
    {
        var lines = new List<string>();
        var type = "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != ' ') type = line;
            lines.Add(line[0] == ' ' ? $"{type.Split(" : ")[0]} {{ {line.Trim()} }}" : line);
        }

        return lines;
    }
}
