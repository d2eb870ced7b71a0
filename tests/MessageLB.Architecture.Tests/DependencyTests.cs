using Xunit;

namespace MessageLB.Architecture.Tests;

public sealed class DependencyTests
{
    // Direct references only; arrows point inward. What a project reaches through another one is that other's business.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["MessageLB.Abstractions"] = [],
        ["MessageLB.Core"] = ["MessageLB.Abstractions"],
        ["MessageLB.InMemory"] = ["MessageLB.Abstractions"],
        ["MessageLB.RabbitMq"] = ["MessageLB.Abstractions"],
        ["MessageLB.Dispatcher"] = ["MessageLB.Core"],
        ["MessageLB.Worker"] = ["MessageLB.Abstractions"],
        ["MessageLB.Web"] = ["MessageLB.Dispatcher"],
        ["MessageLB"] = ["MessageLB.Web", "MessageLB.Worker", "MessageLB.InMemory", "MessageLB.RabbitMq"],
    };

    public static TheoryData<string> SourceProjects => [.. Repository.Projects.Where(p => p.StartsWith("src/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Project_References_PointInwardOnly(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} is new: say in this test, and in docs/architecture.md, what it may reference.");

        var references = Repository.References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)).Order();

        Assert.Equal(Allowed[name].Order(), references);
    }

    [Theory]
    [InlineData("MessageLB.Abstractions")]
    [InlineData("MessageLB.Core")]
    public void Project_OfTheInside_HasNoPackages(string name) =>
        Assert.Empty(Repository.References($"src/{name}/{name}.csproj", "PackageReference"));

    [Fact]
    public void RabbitMqClient_Outside_IsSeenByItsProjectOnly()
    {
        var users = Repository.Sources
            .Where(f => !f.StartsWith("src/MessageLB.RabbitMq/", StringComparison.Ordinal))
            .Where(f => Repository.Read(f).Contains("using RabbitMQ", StringComparison.Ordinal))
            .ToList();

        Assert.True(users.Count == 0, $"RabbitMQ.Client belongs behind the transport ports; use them instead in {string.Join(", ", users)}.");
    }

    [Fact]
    public void Packages_Versions_StandInOnePlace()
    {
        var offenders = Repository.Projects.Where(p => Repository.Read(p).Contains("Version=\"", StringComparison.Ordinal)).ToList();

        Assert.True(offenders.Count == 0, $"Versions belong into Directory.Packages.props, not into {string.Join(", ", offenders)}.");
    }
}
