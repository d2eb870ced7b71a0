using MessageLB.Architecture.Tests.Sources;
using MessageLB.Architecture.Tests.Tree;
using Xunit;

namespace MessageLB.Architecture.Tests.Projects;

/// <summary>The arrows of DESIGN section 3, read from the project files.</summary>
public sealed class DependencyTests
{
    private const string Executable = "MessageLB";

    /// <summary>Each library with the projects that it refers to, and with no others.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["MessageLB.Abstractions"] = [],
        ["MessageLB.Core"] = ["MessageLB.Abstractions"],
        ["MessageLB.Simulation"] = ["MessageLB.Core"],
        ["MessageLB.InMemory"] = ["MessageLB.Abstractions"],
        ["MessageLB.RabbitMq"] = ["MessageLB.Abstractions"],
        ["MessageLB.Dispatcher"] = ["MessageLB.Core"],
        ["MessageLB.Worker"] = ["MessageLB.Abstractions"],
        ["MessageLB.MassTransit"] = ["MessageLB.Worker"],
        ["MessageLB.Web"] = ["MessageLB.Dispatcher"],
    };

    /// <summary>Client libraries that only one project may see.</summary>
    private static readonly Dictionary<string, string> Owners = new()
    {
        ["RabbitMQ.Client"] = "MessageLB.RabbitMq",
        ["MassTransit"] = "MessageLB.MassTransit",
    };

    /// <summary>Where else its types may be seen: what people write by hand is measured beside MessageLB, and nothing is routed there.</summary>
    private static readonly Dictionary<string, string> Yardsticks = new()
    {
        ["RabbitMQ.Client"] = "src/MessageLB/Commands/Bench/Throughput/Yardsticks/",
    };

    [Fact]
    public void Libraries_References_AreTheArrowsOfTheDesign() => Violations.AssertNone(
        from project in ProjectFile.Sources
        where project.Name != Executable
        let allowed = Arrows.GetValueOrDefault(project.Name)
        where allowed is null || !project.Projects.Order().SequenceEqual(allowed.Order())
        select allowed is null
            ? $"{project.File}: DESIGN section 3 knows no such project; put it there and into {nameof(DependencyTests)}.{nameof(Arrows)}"
            : $"{project.File} refers to [{string.Join(", ", project.Projects)}], and may only to [{string.Join(", ", allowed)}]",
        "Arrows point inward only (DESIGN section 3). Move the code to the project that may refer to what it needs, or pass it in through a port:");

    [Fact]
    public void Executable_References_AreLibrariesOfSource() => Violations.AssertNone(
        ProjectFile.Sources.Single(p => p.Name == Executable).Projects.Except(Arrows.Keys),
        "The executable composes what lies in src, and nothing else. Remove these references:");

    [Fact]
    public void Executable_InSource_IsReferredToByNobody() => Violations.AssertNone(
        ProjectFile.Sources.Where(p => p.Projects.Contains(Executable)).Select(p => p.File),
        "The executable is the outermost project; no other project of src may refer to it:");

    [Theory]
    [InlineData("MessageLB.Abstractions")]
    [InlineData("MessageLB.Core")]
    public void PureProjects_Packages_AreNone(string name) => Violations.AssertNone(
        ProjectFile.Sources.Single(p => p.Name == name).Packages,
        $"{name} has no packages: decisions and contracts need nothing but .NET. Put what needs these into an outer project:");

    [Fact]
    public void Packages_ClientLibraries_AreSeenByTheirProjectOnly() => Violations.AssertNone(
        from project in ProjectFile.Sources
        from package in project.Packages
        from owner in Owners
        where package.StartsWith(owner.Key, StringComparison.Ordinal) && project.Name != owner.Value
        select $"{project.File} refers to {package}, which belongs to {owner.Value}",
        "A client library is seen by one project of src only. Remove the reference and use the transport's ports:");

    [Fact]
    public void Code_ClientLibraries_AreSeenByTheirProjectOnly() => Violations.AssertNone(
        from file in SourceFile.In("src")
        from owner in Owners
        where !file.Path.StartsWith($"src/{owner.Value}/", StringComparison.Ordinal)
        where Yardsticks.GetValueOrDefault(owner.Key) is not { } yardsticks || !file.Path.StartsWith(yardsticks, StringComparison.Ordinal)
        from line in file.LinesOfCode((code, _) => code.Contains(owner.Key + ".", StringComparison.Ordinal) || code.Contains($"using {owner.Key};", StringComparison.Ordinal))
        select $"{line} ({owner.Key} belongs to {owner.Value})",
        "A client library's types are seen by one project of src only. Use the transport's ports:");

    [Fact]
    public void Packages_Versions_AreCentral() => Violations.AssertNone(
        ProjectFile.All.SelectMany(p => p.OwnVersions.Select(package => $"{p.File}: {package}")),
        "Versions stand in Directory.Packages.props. Remove them from the project files:");

    [Fact]
    public void Projects_All_AreInTheSolutionAndNamedLikeTheirFolder()
    {
        var solution = RepositoryTree.Read("MessageLB.sln").Replace('\\', '/');

        Violations.AssertNone(
            ProjectFile.All.Where(p => !solution.Contains($"\"{p.File}\"", StringComparison.Ordinal)).Select(p => $"{p.File} is not in the solution: dotnet sln add {p.File}")
                .Concat(ProjectFile.All.Where(p => p.Folder != $"{(p.IsSource ? "src" : "tests")}/{p.Name}").Select(p => $"{p.File} is not in a folder of its name"))
                .Concat(RepositoryTree.SourceProjects.Except(ProjectFile.Sources.Select(p => p.Name)).Select(name => $"src/{name} has no project file")),
            "Every project is in the solution, in src or tests, in a folder of its name:");
    }
}
