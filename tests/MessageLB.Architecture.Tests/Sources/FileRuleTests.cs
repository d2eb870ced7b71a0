using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Projects;
using Xunit;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>STYLE section 9: what a file holds and how it is called.</summary>
public sealed partial class FileRuleTests
{
    private const int MostLines = 400;

    private static IEnumerable<SourceFile> All => SourceFile.In("src").Concat(SourceFile.In("tests"));

    [Fact]
    public void Files_Types_AreOnePerFileWithItsName() => Violations.AssertNone(
        from file in All
        let types = TopLevelTypes.Of(file.Code)
        let name = Path.GetFileName(file.Path).Split('.', '{')[0]
        where types.Count > 1 || (types.Count == 1 && types[0] != name)
        select $"{file.Path} declares {string.Join(", ", types)}",
        "A file declares one type outside of others and has its name (Foo.cs; Foo.Part.cs for a partial; Foo{T}.cs for a second one with type parameters). Split or rename:");

    [Fact]
    public void Files_Length_IsLimited() => Violations.AssertNone(
        from file in All
        let lines = file.Text.Split('\n').Length - 1
        where lines > MostLines
        select $"{file.Path} has {lines} lines",
        $"No file is longer than {MostLines} lines; most have fewer than 200. Find the class that hides in it, or split a partial by concern:");

    [Fact]
    public void Files_UnfinishedWork_IsNotLeft() => Violations.AssertNone(
        from file in All
        from line in file.Text.Split('\n').Select((text, index) => (Text: text.Trim(), Number: index + 1))
        where Unfinished().IsMatch(line.Text)
        select $"{file.Path}:{line.Number}: {line.Text}",
        "Finish it, or say in plain words what is not there yet:");

    [Fact]
    public void Files_Namespace_IsFileScopedAndFollowsTheFolders() => Violations.AssertNone(
        from project in ProjectFile.All
        from file in All
        where file.Path.StartsWith(project.Folder + "/", StringComparison.Ordinal) && TopLevelTypes.Of(file.Code).Count > 0
        let found = Namespace().Match(file.Code)
        let folders = file.Path[(project.Folder.Length + 1)..].Split('/')[..^1]
        let fitting = Enumerable.Range(0, folders.Length + 1).Select(count => string.Join('.', folders[..count].Prepend(project.RootNamespace))).ToList()
        where !found.Success || !fitting.Contains(found.Groups["name"].Value)
        select $"{file.Path} has {(found.Success ? $"namespace {found.Groups["name"].Value}" : "no file-scoped namespace")}; fitting: {string.Join(", ", fitting)}",
        "Namespaces are file-scoped and follow the folders; a deeper folder may share the namespace of the one above. Move the file or change its namespace:");

    [Theory]
    [InlineData("namespace A; public sealed class B(int c) : D { class E; }", "B")]
    [InlineData("namespace A; internal readonly record struct B<T>(T C) where T : class;", "B")]
    [InlineData("namespace A; record B; enum C { D } interface E { }", "B,C,E")]
    [InlineData("namespace A; public delegate Task<int> B<in T>(T c) where T : struct;", "B")]
    [InlineData("namespace A; [Obsolete(x)] static class B<T> where T : class where U : class, new() { delegate void C(); }", "B")]
    [InlineData("using A; return await B.RunAsync(args);", "")]
    public void TopLevelTypes_Code_AreFound(string code, string types) => Assert.Equal(types, string.Join(',', TopLevelTypes.Of(code)));

    // Written so that it does not find itself.
    [GeneratedRegex(@"\b(?:TO[D]O|FIX[M]E|HA[C]K|XX[X]|NotImplementedExceptio[n])\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
